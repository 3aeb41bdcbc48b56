import t from 'tap'
import { cellsOf } from '../../../terminal/cells.ts'
import { columnsOf, rowText } from '../../../terminal/row.ts'
import { hostileText, randomFrom } from '../../../terminal/test/hostile-text.ts'
import { DAY_MS, MORNING } from '../../test/support/style.ts'
import { renderFrame, scrollTo } from '../frame.ts'
import { wholeHelp } from '../screen-commands.ts'
import { findPanel, inboxPanel } from '../screen-panels.ts'
import { HAN, Stage, said, TOM } from './stage.ts'

const MINUTE_MS = 60_000

const SCREEN = `\
┌ Teahouse ── li@127.0.0.1:7700 ───────────────────────────── ● connected tls ─┐
│ Friends        2 │ 韩梅梅 (han) ● ─────────────────────────────────── online │
│ ● 韩梅梅         │                                                           │
│ ◐ Tom          2 │                                                           │
│ Rooms          1 │                                                           │
│ # lunch       14 │                                                           │
│                  │                                                           │
│                  │                                                           │
│                  │                                                           │
│                  │                  This is the beginning.                   │
│                  │                ── Saturday 21 November ──                 │
│                  │ 韩梅梅                                              09:41 │
│                  │   中午一起喝茶吗?                                         │
│                  │                 ── Sunday 22 November ──                  │
│                  │ you                                                 09:41 │
│                  │   好                                                   ✔✔ │
│                  │   十二点                                               ✓✓ │
│                  │ ── 1 new ──────────────────────────────────────────────── │
│                  │ 韩梅梅                                              09:43 │
│                  │   see https://example.org                                 │
│                  │ 韩梅梅 is typing…                                         │
├──────────────────┴───────────────────────────────────────────────────────────┤
│ › Write to 韩梅梅                                                            │
└ ? help  ^K find  ^N next unread  ^F search  ^R requests  ^C leave ───────────┘`

t.test('the screen of 80 by 24 as a person sees it', async (t) => {
  const stage = new Stage()
  stage.friends(HAN, TOM)
  stage.roster.chat('tom').unread = 2
  stage.roster.chat('#lunch').unread = 14
  stage.open('han', [
    said(1, 'han', '中午一起喝茶吗?', MORNING - DAY_MS),
    said(2, 'li', '好', MORNING),
    said(3, 'li', '十二点', MORNING + MINUTE_MS),
    said(4, 'han', 'see https://example.org', MORNING + 2 * MINUTE_MS),
  ])
  stage.roster.apply({ type: 'receipt', chat: 'han', user: 'han', received: 3, read: 2 })
  stage.model.log?.markNew(1, (user) => user === 'li')
  stage.model.typing = ['han']
  t.equal(stage.rows().join('\n'), SCREEN)
})

t.test('how one’s own message stands is said by signs that differ without colour', async (t) => {
  const stage = new Stage()
  stage.friends(HAN)
  stage.open(
    'han',
    [1, 2, 3].map((seq) => said(seq, 'li', `no. ${seq}`)),
  )
  stage.roster.apply({ type: 'receipt', chat: 'han', user: 'han', received: 2, read: 1 })
  stage.model.log?.send('li-4', 'no. 4', MORNING)
  stage.model.log?.send('li-5', 'no. 5', MORNING)
  stage.model.log?.refused('li-5', 'muted')
  const marks = stage.rows().flatMap((row) => /no\. \d +(\S*) │$/.exec(row)?.[1] ?? [])
  t.same(marks, ['✔✔', '✓✓', '✓', '◌', '✗'])
  t.match(stage.rows().join('\n'), 'not sent: muted')
})

t.test(
  'a lost connection is said with the time of the next attempt, and counts down',
  async (t) => {
    const stage = new Stage('zh')
    stage.model.link = { kind: 'offline', reason: 'ECONNRESET', retryAt: MORNING + 3_000 }
    t.match(stage.rows()[0], '○ 未连接,3 秒后重试')
    stage.nowMs += 2_500
    t.match(stage.rows()[0], '1 秒')
    stage.nowMs += 500
    t.match(stage.rows()[0], '正在重试')
    t.match(stage.rows().at(-4), '○ 未连接: 被服务器切断')
  },
)

t.test('whether the way to the server is safe is said in words', async (t) => {
  const stage = new Stage()
  t.match(stage.rows()[0], '● connected tls ─┐')
  stage.look.isSecure = false
  t.match(stage.rows()[0], '● connected no tls ─┐')
})

t.test('another chat keeps the line that is being typed for when one comes back', async (t) => {
  const stage = new Stage()
  stage.model.turnTo('han')
  stage.model.editor.insert('half a line')
  stage.model.turnTo('tom')
  t.equal(stage.model.editor.text, '')
  stage.model.turnTo('han')
  t.equal(stage.model.editor.text, 'half a line')
})

t.test('several lines are typed in several rows, with the cursor among them', async (t) => {
  const stage = new Stage()
  stage.model.turnTo('han')
  stage.model.editor.insert('one\ntwo\nthree\nfour\nfive')
  const { rows, cursor } = renderFrame(stage.model, { columns: 80, rows: 24 }, stage.look)
  const texts = rows.map(rowText)
  t.match(texts[17], '5 lines')
  t.match(texts[18], '› one')
  t.match(texts[22], 'five')
  t.same(cursor, { x: 8, y: 22 })
})

t.test('whoever scrolls back stays where they are when something new comes', async (t) => {
  const stage = new Stage()
  const size = { columns: 80, rows: 24 }
  const messages = Array.from({ length: 60 }, (_, index) =>
    said(index + 1, 'han', `no. ${index + 1}`),
  )
  stage.open('han', messages)
  stage.model.anchor = scrollTo(stage.model, { pages: -1 }, size, stage.look).anchor
  const conversation = (): string[] => stage.rows(size).slice(2, 20)
  const before = conversation()
  stage.model.log?.add(said(61, 'han', 'new'))
  stage.model.log?.older([said(0, 'han', 'old')], false)
  stage.roster.chat('han').unread = 1
  t.same(conversation(), before)
  t.match(stage.rows(size)[20], '↓ 1 new · Esc goes there')
  stage.model.remark('Saved.', 'fine', stage.nowMs)
  t.match(stage.rows(size)[20], '↓ 1 new', 'is worth more than that all went well')
  stage.model.remark('You may not.', 'bad', stage.nowMs)
  t.match(stage.rows(size)[20], '✗ You may not.')
})

t.test('nothing that anybody sends breaks a row, at any size', async (t) => {
  const random = randomFrom(5)
  for (let round = 0; round < 200; round += 1) {
    const stage = new Stage(random() < 0.5 ? 'en' : 'zh')
    const nickname = hostileText(random, 8)
    const note = hostileText(random, 8)
    stage.roster.learnFriends(
      [{ ...HAN, nickname }, TOM],
      [{ user: 'eve', nickname, note, direction: 'incoming' }],
    )
    const chat = random() < 0.5 ? 'han' : '#room'
    const messages = Array.from({ length: Math.floor(random() * 30) }, (_, index) =>
      said(index + 1, random() < 0.4 ? 'li' : 'han', hostileText(random, 30) || 'x', MORNING, chat),
    )
    stage.open(chat, messages, random() < 0.5)
    stage.model.topics.set('#room', { topic: hostileText(random, 10), members: 3 })
    stage.model.invitations.set('#room', nickname)
    stage.model.editor.insert(hostileText(random, 20))
    if (random() < 0.3) stage.model.announce({ title: nickname, text: hostileText(random, 30) })
    if (random() < 0.3) stage.model.remark(hostileText(random, 10), 'bad', stage.nowMs)
    stage.model.typing = random() < 0.3 ? ['han', nickname] : []
    const panels = [
      undefined,
      findPanel(stage.model, stage.look, hostileText(random, 3)),
      inboxPanel(stage.model, stage.look),
      wholeHelp(stage.look),
    ]
    stage.model.panel = panels[Math.floor(random() * panels.length)]
    const size = { columns: 1 + Math.floor(random() * 130), rows: 1 + Math.floor(random() * 45) }
    if (random() < 0.5) {
      stage.model.anchor = scrollTo(stage.model, { pages: -1 }, size, stage.look).anchor
    }
    const { rows, cursor } = renderFrame(stage.model, size, stage.look)
    const context = JSON.stringify({ round, size })
    if (rows.length !== size.rows) t.fail(`${rows.length} rows: ${context}`)
    for (const [y, row] of rows.entries()) {
      const text = rowText(row)
      const widths = [columnsOf(row), cellsOf(text)]
      if (widths.some((width) => width !== size.columns))
        t.fail(`row ${y} of ${widths}: ${text} ${context}`)
      if (/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text))
        t.fail(`a control: ${JSON.stringify(text)}`)
    }
    if (cursor && (cursor.x >= size.columns || cursor.y >= size.rows)) t.fail(`cursor: ${context}`)
  }
  t.pass('every one of them')
})
