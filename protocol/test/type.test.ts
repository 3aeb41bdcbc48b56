import t from 'tap'
import { Type as Typebox } from 'typebox'
import { Compile } from 'typebox/schema'
import { Type as AdminType } from '../admin-type.ts'
import { Type } from '../type.ts'

/** The same description in the words of either maker. */
function describe(maker: typeof Type) {
  const name = maker.String({ pattern: '^a+$', description: 'a name' })
  return maker.Object({
    type: maker.Literal('x'),
    name,
    nick: maker.Optional(name),
    level: maker.Union([maker.Literal('low'), maker.Literal(7), maker.Literal(true)], {
      description: 'how high',
    }),
    seqs: maker.Array(maker.Integer({ minimum: 0 })),
    more: maker.Optional(maker.Boolean()),
    empty: maker.Object({}),
    none: maker.Object({ may: maker.Optional(maker.Integer()) }),
  })
}

/** With what JSON does not show. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.getOwnPropertyNames(value)
      .sort()
      .map((key) => [key, bare((value as Record<string, unknown>)[key])]),
  )
}

t.test('our makers make what those of TypeBox make, hidden marks included', async (t) => {
  const ours = describe(Type)
  const theirs = describe(Typebox)
  t.strictSame(bare(ours), bare(theirs))
  t.equal(JSON.stringify(ours), JSON.stringify(theirs))
  t.strictSame(Object.keys(ours.properties.nick), Object.keys(theirs.properties.nick))
})

t.test('and so do those of the admin socket', async (t) => {
  const describeMore = (maker: typeof AdminType) =>
    maker.Object({
      ms: maker.Number({ minimum: 0 }),
      counts: maker.Record(maker.String(), maker.Integer({ minimum: 0 })),
      fields: maker.Optional(maker.Record(maker.String(), maker.Unknown())),
    })
  const ours = describeMore(AdminType)
  t.strictSame(bare(ours), bare(describeMore(Typebox)))
  const check = Compile(ours)
  t.ok(check.Check({ ms: 0.5, counts: { a: 1 }, fields: { b: null } }))
  for (const wrong of [{ ms: -1 }, { ms: '1' }, { counts: { a: 0.5 } }, { fields: 1 }]) {
    t.notOk(check.Check({ ms: 0, counts: {}, ...wrong }), JSON.stringify(wrong))
  }
})

t.test('the compiler takes them for its own', async (t) => {
  const check = Compile(describe(Type))
  const right = { type: 'x', name: 'aa', level: 7, seqs: [1], empty: {}, none: {} }
  t.ok(check.Check(right))
  for (const wrong of [{ name: 'b' }, { nick: 1 }, { level: 8 }, { seqs: [-1] }, { more: 1 }]) {
    t.notOk(check.Check({ ...right, ...wrong }), JSON.stringify(wrong))
  }
})
