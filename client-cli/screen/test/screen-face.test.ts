import t from 'tap'
import { ScreenFace } from '../screen-face.ts'
import { HAN, Stage, said, TOM } from './stage.ts'

function faceOf(test: { teardown(tidy: () => unknown): void }) {
  const stage = new Stage()
  stage.friends(HAN, TOM)
  let rings = 0
  const face = new ScreenFace({
    model: stage.model,
    look: stage.look,
    onChange: () => undefined,
    onRing: () => {
      rings += 1
    },
    onReturn: () => undefined,
    onOpened: () => undefined,
    isWanted: (chat) => chat === 'han',
  })
  test.teardown(() => face.close())
  return { stage, face, model: stage.model, rings: () => rings }
}

const FROM_OTHERS = { isEcho: false, isOwn: false, isOpen: false, isMissed: false } as const

t.test(
  'it rings for who writes to me or names me, once I am not looking, and as I wish',
  async (t) => {
    const { face, model, rings } = faceOf(t)
    const hear = (chat: string, text: string, isOpen = false): void =>
      face.show({ kind: 'message', message: said(1, 'han', text, 0, chat), ...FROM_OTHERS, isOpen })
    hear('han', 'hello')
    t.equal(rings(), 1)
    hear('#lunch', 'hello all')
    hear('#lunch', 'believe me, it is liquid')
    t.equal(rings(), 1)
    hear('#lunch', '好的@li')
    hear('#lunch', 'what does Li think?')
    t.equal(rings(), 3)
    t.same([...model.mentioned], ['#lunch'])
    hear('han', 'seen', true)
    t.equal(rings(), 3)
    model.hasFocus = false
    hear('han', 'not seen', true)
    t.equal(rings(), 4)
    model.bell = 'all'
    hear('#lunch', 'hello all')
    model.bell = 'off'
    hear('han', 'hello')
    t.equal(rings(), 5)
  },
)

t.test('the answer to an older wish does not take one away from where one is now', async (t) => {
  const { face, model } = faceOf(t)
  face.show({
    kind: 'opened',
    chat: 'han',
    messages: [said(1, 'han', 'hi')],
    more: false,
    unread: 1,
  })
  t.equal(model.current, 'han')
  face.show({ kind: 'opened', chat: 'tom', messages: [], more: false, unread: 0 })
  t.equal(model.current, 'han')
  t.equal(model.log?.newFrom, 1)
})

t.test(
  'requests and invitations wait in the inbox, which goes when all are answered',
  async (t) => {
    const { face, model, stage } = faceOf(t)
    stage.roster.learnFriends([], [{ user: 'wei', nickname: '', note: '', direction: 'incoming' }])
    face.show({ kind: 'event', event: { type: 'room.invited', room: '#tea', user: 'han' } })
    face.show({ kind: 'requests', requests: stage.roster.requests })
    t.equal(model.toAnswer, 2)
    t.same(
      model.panel?.items.map(({ label }) => label),
      ['wei', 'tea'],
    )
    stage.roster.learnFriends([], [])
    face.show({ kind: 'done', command: 'join', sentence: 'You are in #tea.', fields: ['#tea'] })
    t.equal(model.panel, undefined)
    t.equal(model.toAnswer, 0)
  },
)

t.test('somebody who takes a request back does not push another under the next key', async (t) => {
  const { face, model, stage } = faceOf(t)
  const asks = (...users: string[]): void =>
    stage.roster.learnFriends(
      [],
      users.map((user) => ({ user, nickname: '', note: '', direction: 'incoming' as const })),
    )
  asks('eve', 'wei', 'yan')
  face.show({ kind: 'requests', requests: stage.roster.requests })
  if (model.panel) model.panel.selected = 1
  asks('wei', 'yan')
  face.show({ kind: 'warning', sentence: 'whatever' })
  t.equal(model.panel?.items[model.panel.selected]?.label, 'wei')
})

t.test('who comes and goes is counted in the title, which keeps its topic', async (t) => {
  const { face, model, stage } = faceOf(t)
  stage.open('#tea', [])
  model.topics.set('#tea', { topic: 'green or black', members: 2 })
  const come = { room: '#tea', user: 'tom' } as const
  face.show({ kind: 'event', event: { type: 'room.joined', ...come } })
  t.match(stage.rows().join('\n'), /#tea {2}green or black .*members: 3/)
  face.show({ kind: 'event', event: { type: 'room.left', ...come } })
  t.match(stage.rows().join('\n'), /green or black .*members: 2/)
  face.show({ kind: 'event', event: { type: 'room.left', room: '#tea', user: 'li', by: 'tom' } })
  t.match(stage.rows().join('\n'), '» Tom removed you from #tea')
  t.notOk(model.topics.has('#tea'))
})

t.test('what has to be answered says with which key, however long its note', async (t) => {
  const { face, stage } = faceOf(t)
  const note = 'we met at the tea house last week, do you remember me?'
  const event = { type: 'friend.requested', user: 'wei', nickname: '魏', note } as const
  face.show({ kind: 'event', event })
  t.match(stage.rows().join('\n'), '» 魏 wants to be your friend · ^R answers “we met')
  face.show({ kind: 'event', event: { type: 'room.invited', room: '#tea', user: 'han' } })
  t.match(stage.rows().join('\n'), '» 韩梅梅 invites you to #tea · ^R answers')
})

t.test(
  'what is taken back is gone from the screen; what is announced stays until it is seen',
  async (t) => {
    const { face, stage } = faceOf(t)
    stage.open('han', [said(1, 'han', 'oh no'), said(2, 'li', 'mine')])
    face.show({ kind: 'event', event: { type: 'recalled', chat: 'han', seq: 1 } })
    face.show({ kind: 'done', command: 'recall', sentence: 'Recalled.', fields: ['han', '2'] })
    face.show({
      kind: 'event',
      event: { type: 'notice', from: 'operator', text: 'Back at\n22:00' },
    })
    const screen = stage.rows().join('\n')
    t.notMatch(screen, /oh no|mine/)
    t.match(screen, /\(recalled\)[\s\S]*\(recalled\)/)
    t.match(screen, /» Announcement \(operator\)[\s\S]*Back at[\s\S]*22:00/)
  },
)

t.test('a warning from before the log-in stays until somebody has seen it', async (t) => {
  const warning = { kind: 'warning', sentence: 'First visit.', advice: '  SHA256:key' } as const
  const online = {
    kind: 'online',
    me: { user: 'li', nickname: '', status: 'online' },
    isFirst: true,
  } as const
  const byToken = faceOf(t)
  byToken.model.isSignedIn = false
  byToken.face.show(warning)
  t.match(byToken.stage.rows().join('\n'), /! First visit\.[\s\S]*SHA256:key/, 'on the card')
  byToken.face.show(online)
  byToken.model.isSignedIn = true
  t.match(byToken.stage.rows().join('\n'), /» Note .*Esc: seen[\s\S]*First visit/)

  const byPassword = faceOf(t)
  byPassword.model.isSignedIn = false
  byPassword.face.show(warning)
  const asked = byPassword.face.ask('User name: ')
  byPassword.model.question?.answer('li')
  await asked
  byPassword.face.show(online)
  byPassword.model.isSignedIn = true
  t.notMatch(byPassword.stage.rows().join('\n'), 'First visit')
})

t.test(
  'a question is asked, a secret is not seen, and a broken-off one has no answer',
  async (t) => {
    const { face, model, stage } = faceOf(t)
    const asked = face.askSecret('askOldPassword')
    model.question?.editor.insert('correct horse')
    t.notMatch(stage.rows().join('\n'), 'horse')
    t.match(stage.rows().join('\n'), '• •'.replace(' ', ''))
    model.question?.answer('correct horse')
    t.equal(await asked, 'correct horse')
    const chosen = face.askNewPassword()
    model.question?.answer('short')
    await Promise.resolve()
    await new Promise((resolve) => setImmediate(resolve))
    t.match(stage.rows().join('\n'), 'at least 8')
    model.question?.answer(undefined)
    t.equal(await chosen, undefined)
  },
)

t.test('a question that comes in between leaves nobody waiting', async (t) => {
  const { face, model } = faceOf(t)
  const first = face.askSecret('askOldPassword')
  const second = face.askSecret('askPassword', { user: 'li' })
  t.equal(await first, undefined)
  t.match(model.question?.text, 'Password for li')
  model.question?.answer('correct horse')
  t.equal(await second, 'correct horse')
})
