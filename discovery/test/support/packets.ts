/** Packets of mDNS as somebody else may send them: nothing here asks whether they make sense. */
export interface Answer {
  readonly name: Label[]
  readonly type: number
  readonly ttl?: number
  readonly data: Buffer
}
type Label = string | Buffer

export const TYPES = { A: 1, PTR: 12, TXT: 16, SRV: 33 } as const
export const TEAHOUSE: Label[] = ['_teahouse', '_tcp', 'local']
const IN = 1

export function domain(labels: readonly Label[]): Buffer {
  const parts = labels.map((label) => Buffer.from(label))
  return Buffer.concat([...parts.flatMap((part) => [Buffer.of(part.length), part]), Buffer.of(0)])
}

export function response(answers: readonly Answer[]): Buffer {
  const records = answers.flatMap(({ name, type, ttl = 120, data }) => {
    const head = Buffer.alloc(10)
    head.writeUInt16BE(type, 0)
    head.writeUInt16BE(IN, 2)
    head.writeUInt32BE(ttl, 4)
    head.writeUInt16BE(data.length, 8)
    return [domain(name), head, data]
  })
  return Buffer.concat([
    header({ flags: 0x8400, questions: 0, answers: answers.length }),
    ...records,
  ])
}

export function query(names: readonly Label[][], type: number = TYPES.PTR): Buffer {
  const questions = names.map((name) => Buffer.concat([domain(name), Buffer.of(0, type, 0, IN)]))
  return Buffer.concat([header({ flags: 0, questions: names.length, answers: 0 }), ...questions])
}

function header(counts: { flags: number; questions: number; answers: number }): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt16BE(counts.flags, 2)
  bytes.writeUInt16BE(counts.questions, 4)
  bytes.writeUInt16BE(counts.answers, 6)
  return bytes
}

/** All that a server says of itself, in one packet. */
export function announcement(
  name: Label,
  {
    host = 'other',
    port = 7700,
    txt = [],
    address = Buffer.of(10, 77, 0, 9),
  }: {
    host?: string
    port?: number
    txt?: readonly (string | Buffer)[]
    address?: Buffer
  } = {},
): Buffer {
  const full = [name, ...TEAHOUSE]
  const place = Buffer.alloc(6)
  place.writeUInt16BE(port, 4)
  const texts = txt.map((text) =>
    Buffer.concat([Buffer.of(Buffer.byteLength(text)), Buffer.from(text)]),
  )
  return response([
    { name: TEAHOUSE, type: TYPES.PTR, data: domain(full) },
    { name: full, type: TYPES.SRV, data: Buffer.concat([place, domain([host, 'local'])]) },
    {
      name: full,
      type: TYPES.TXT,
      data: Buffer.concat(texts.length === 0 ? [Buffer.of(0)] : texts),
    },
    { name: [host, 'local'], type: TYPES.A, data: address },
  ])
}
