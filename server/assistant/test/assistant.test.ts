import t, { type Test } from 'tap'
import { ChatError } from '../../chat-error.ts'
import { Chat, Conversation } from '../../directory/conversation.ts'
import { Cursors } from '../../directory/cursors.ts'
import { Directory } from '../../directory/directory.ts'
import type { OnlineUser } from '../../directory/online-user.ts'
import type { Entry } from '../../journal/entry.ts'
import type { CursorRow, MissedChat } from '../../storage/store.ts'
import { ASSISTANT } from '../../test/support/bench.ts'
import { type Deferred, deferred } from '../../test/support/deferred.ts'
import { directChat, Ear, personOf, roomChat, stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'
import { TurnedClock } from '../../test/support/turned-clock.ts'
import { Assistant, type AssistantHost } from '../assistant.ts'
import type { Backend } from '../backends/backend.ts'
import { rulesBackend } from '../backends/rules.ts'

const LI = personOf(7, 'li')

function open(t: Test) {
  const clock = new TurnedClock()
  const directory = new Directory(clock)
  const answers: Entry[] = []
  const stored = new Map<string, unknown>()
  const saved: CursorRow[] = []
  const failures: unknown[] = []
  const written: Deferred<MissedChat[]>[] = []
  const missed: MissedChat[] = []
  const cursors = new Cursors(
    async (rows) => void saved.push(...rows),
    (error) => failures.push(error),
  )
  t.teardown(() => cursors.stop())
  const host = {
    clock,
    directory,
    cursors,
    backend: rulesBackend as Backend,
    searchHistory: undefined,
    troubled: () => {},
    storage: {
      /** What the database knows of an answer's cid. */
      sentMessage: async (_sender: number, cid: string) => stored.get(cid),
      missed: async () => ({ chats: missed, more: false }),
      nextReminders: async () => [],
      writtenSince: () => {
        const answer = deferred<MissedChat[]>()
        written.push(answer)
        return answer.promise
      },
    },
    /** Commits at once, when the test does not say otherwise. */
    journal: {
      submit: (entry: Entry) => {
        answers.push(entry)
        commit(entry)
      },
    },
    failed: (error: unknown) => failures.push(error),
  }
  const commit = (entry: Entry): void => {
    stored.set(entry.cid, { text: entry.text })
    entry.origin?.sent(undefined, '', 0, 0, false)
  }
  const assistant = new Assistant(ASSISTANT, host as unknown as AssistantHost)
  const chats = [directChat(3, ASSISTANT), directChat(4, personOf(8, 'han'))]
  const { user } = directory.attach(stateOf(7, 'li', { chats }), new Ear())
  const chat = user.chat('assistant') as Chat
  /** Li asks, and the database has committed it. */
  const ask = (text: string, seq: number): void =>
    assistant.heard(
      {
        ...{ chat, cid: `q${seq}`, text, at: clock.now(), requestId: 1 },
        ...{ origin: undefined, deadlineMs: 0 },
      },
      seq,
    )
  return {
    assistant,
    answers,
    stored,
    commit,
    saved,
    failures,
    written,
    missed,
    directory,
    cursors,
    clock,
    chat,
    ask,
    host,
  }
}

const NOW = new TurnedClock().now()

const messageOf = (sender: string, seq: number, text: string, at = NOW) => ({
  sender,
  seq,
  text,
  at,
  cid: 'c',
  recalled: false,
})

t.test('an answer is a message whose cid is made of the question’s place', async (t) => {
  const { ask, answers, chat, clock } = open(t)
  ask('hello', 5)
  await settled()
  t.equal(answers.length, 1)
  t.match(answers[0], { cid: 'answer-3-5', text: /^Hello!/, at: clock.now() })
  t.match(answers[0]?.chat, { address: 'li', peerId: 7 })
  t.equal(answers[0]?.chat.user.name, 'assistant')
  t.equal(answers[0]?.chat.conversation, chat.conversation, 'where the user’s sessions listen')
})

t.test('[G-2] a question that is met again is not answered again', async (t) => {
  const { ask, answers, stored } = open(t)
  ask('hello', 5)
  ask('hello', 5)
  await settled()
  ask('hello', 5)
  await settled()
  t.match(answers, [{ cid: 'answer-3-5' }])
  t.equal(answers.length, 1)
  stored.set('answer-3-7', { text: 'said before the crash' })
  ask('hello', 7)
  await settled()
  t.equal(answers.length, 1, 'the database knows')
})

t.test('[G-2] one that was answered in other words is done', async (t) => {
  const { ask, answers, host, cursors, saved, failures } = open(t)
  host.journal.submit = (entry: Entry) =>
    entry.origin?.refused(undefined, new ChatError('conflict'))
  ask('hello', 5)
  await settled()
  await cursors.save()
  t.match(saved, [{ read: 5 }])
  t.same([answers, failures], [[], []])
})

t.test('the next question waits until the answer to this one is stored', async (t) => {
  const { ask, answers, host, commit } = open(t)
  host.journal.submit = (entry: Entry) => void answers.push(entry)
  ask('hello', 5)
  ask('hello', 6)
  await settled()
  t.equal(answers.length, 1)
  commit(answers[0] as Entry)
  await settled()
  t.match(answers, [{ cid: 'answer-3-5' }, { cid: 'answer-3-6' }])
})

t.test('recalled before its turn, or a day old: done without a word', async (t) => {
  const { assistant, missed, answers, saved, cursors } = open(t)
  const old = NOW - 25 * 3_600_000
  const messages = [messageOf('li', 5, ''), messageOf('li', 6, 'hello', old)]
  missed.push({ chat: directChat(3, LI), messages, more: false })
  await assistant.takeUpOpenQuestions()
  await settled()
  await cursors.save()
  t.same(answers, [])
  t.match(saved, [{ read: 6 }])
})

t.test('what a stop interrupts stays open, and is no failure', async (t) => {
  const { assistant, ask, answers, saved, cursors, failures, host } = open(t)
  host.backend = {
    isSlow: true,
    answer: (_question, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
      }),
  }
  // The one that was built with it.
  const thinking = new Assistant(ASSISTANT, host as unknown as AssistantHost)
  const heard = assistant.heard.bind(assistant)
  assistant.heard = thinking.heard.bind(thinking)
  ask('why?', 5)
  ask('help', 6)
  await settled()
  thinking.stop()
  await settled()
  await cursors.save()
  t.same([answers, saved, failures], [[], [], []])
  assistant.heard = heard
  ask('why?', 5)
  ask('help', 6)
  await settled()
  t.match(answers, [{ cid: 'answer-3-5' }, { cid: 'answer-3-6' }], 'the next start answers')
})

t.test('what is said elsewhere, and its own answers, are no questions', async (t) => {
  const { assistant, answers, directory, ask, saved, cursors } = open(t)
  const elsewhere = directory.user(7)?.chat('han') as Chat
  const fields = { cid: 'c', text: 'help', at: NOW, requestId: 1, origin: undefined, deadlineMs: 0 }
  assistant.heard({ ...fields, chat: elsewhere }, 1)
  await settled()
  t.same(answers, [])
  ask('hello', 5)
  await settled()
  assistant.heard(answers[0] as Entry, 6)
  await settled()
  t.equal(answers.length, 1)
  await cursors.save()
  t.same(saved, [{ conversationId: 3, userId: 1, received: 5, read: 5 }], 'the question is done')
})

t.test('a user cannot move its cursor by a cid that looks like an answer', async (t) => {
  const { assistant, chat, saved, cursors, answers } = open(t)
  const fields = { text: 'hello', at: NOW, requestId: 1, origin: undefined, deadlineMs: 0 }
  assistant.heard({ ...fields, chat, cid: 'answer-3-900' }, 2)
  await settled()
  await cursors.save()
  t.match(saved, [{ read: 2 }], 'no further than its question')
  t.match(answers, [{ cid: 'answer-3-2' }])
})

t.test('answers come in the order of the questions, however long each takes', async (t) => {
  const { ask, answers, written } = open(t)
  ask('missed', 1)
  ask('help', 2)
  await settled()
  t.same(answers, [])
  written[0]?.resolve([])
  await settled()
  t.match(answers, [{ cid: 'answer-3-1' }, { cid: 'answer-3-2' }])
})

t.test('missed hands over what came while away, and what was not acknowledged since', async (t) => {
  const { ask, answers, written, clock, directory } = open(t)
  const han = directory.user(7)?.chat('han') as Chat
  han.received = 3
  const messages = [
    messageOf('han', 1, 'while away', clock.now() - 60_000),
    messageOf('han', 2, 'while away too', clock.now()),
    messageOf('han', 3, 'seen as it came', clock.now() + 1_000),
    messageOf('han', 4, 'not acknowledged', clock.now() + 2_000),
  ]
  clock.turn(10_000)
  ask('missed', 1)
  await settled()
  written[0]?.resolve([
    { chat: directChat(4, personOf(8, 'han')), messages, more: false },
    { chat: directChat(3, ASSISTANT), messages: [messageOf('assistant', 9, 'hi')], more: false },
  ])
  await settled()
  const { text = '' } = answers[0] ?? {}
  t.match(text, /^3 messages/)
  t.match(text, /while away\n.*while away too\n.*not acknowledged/)
  t.notMatch(text, /seen as it came|assistant/)
})

t.test('what was received before is not missed, whatever the clock says', async (t) => {
  const { directory, ask, answers, written, clock } = open(t)
  const user = directory.user(7)
  if (user !== undefined) directory.addChat(user, roomChat(9, 'dev', { head: 2, received: 1 }))
  ask('missed', 1)
  await settled()
  const messages = [
    messageOf('han', 1, 'had it', clock.now() - 9),
    messageOf('han', 2, 'missed it', clock.now() - 8),
  ]
  written[0]?.resolve([{ chat: roomChat(9, 'dev'), messages, more: false }])
  await settled()
  t.match(answers[0]?.text, /^1 message.*\nhan #dev \(1\)\n.*missed it$/)
})

t.test('who has gone before the answer still gets it, from what the database knows', async (t) => {
  const { ask, answers, missed, directory } = open(t)
  const user = directory.user(7)
  if (user !== undefined) directory.detach(user, user.sessions[0] as Ear)
  missed.push({ chat: roomChat(9, 'dev'), messages: [messageOf('han', 1, 'tea?')], more: false })
  ask('离线消息', 1)
  await settled()
  t.match(answers[0]?.text, /^有 1 条离线消息:\nhan #dev \(1\)\n.*tea\?$/)
})

t.test(
  'at start-up what is still open is answered, in order, and nothing of its own',
  async (t) => {
    const { assistant, answers, missed, directory } = open(t)
    const messages = [
      messageOf('li', 5, 'help'),
      messageOf('assistant', 6, 'an answer that was stored'),
      messageOf('li', 7, '你好'),
    ]
    missed.push({ chat: directChat(3, LI), messages, more: false })
    const zoe = personOf(12, 'zoe')
    missed.push({ chat: directChat(30, zoe), messages: [messageOf('zoe', 1, 'hi')], more: false })
    await assistant.takeUpOpenQuestions()
    await settled()
    const ofLi = answers.filter(({ chat }) => chat.peerId === 7)
    t.match(ofLi, [{ cid: 'answer-3-5' }, { cid: 'answer-3-7', text: /^你好!/ }])
    t.equal(
      ofLi[0]?.chat.conversation,
      directory.conversation(3),
      'Li is online and will be pushed it',
    )
    t.match(
      answers.filter(({ chat }) => chat.peerId === 12),
      [{ cid: 'answer-30-1', chat: { address: 'zoe' } }],
    )
  },
)

t.test('what its own cursor knows is written before it looks for what is open', async (t) => {
  const { assistant, cursors, host } = open(t)
  const log: string[] = []
  const save = cursors.save.bind(cursors)
  cursors.save = async () => {
    await save()
    log.push('saved')
  }
  host.storage.missed = async () => {
    log.push('read')
    return { chats: [], more: false }
  }
  await assistant.takeUpOpenQuestions()
  t.same(log, ['saved', 'read'])
})

t.test('[G-6] who asks without end is not remembered without end', async (t) => {
  const { ask, answers, written } = open(t)
  ask('missed', 1)
  for (let seq = 2; seq <= 1_000; seq += 1) ask('hello', seq)
  written[0]?.resolve([])
  await settled()
  written[0]?.resolve([])
  await settled()
  t.equal(answers.length, 20)
  ask('hello', 1_001)
  await settled()
  t.match(answers.at(-1), { cid: 'answer-3-1001' }, 'and afterwards it listens again')
})

t.test('a failure is reported, and the next question answered', async (t) => {
  const { ask, answers, written, failures, host } = open(t)
  ask('missed', 1)
  await settled()
  written[0]?.reject(new Error('the database is away'))
  await settled()
  t.equal(failures.length, 1)
  const { submit } = host.journal
  host.journal.submit = () => {
    throw new Error('busy')
  }
  ask('hello', 2)
  await settled()
  t.equal(failures.length, 2)
  host.journal.submit = submit
  ask('hello', 3)
  await settled()
  t.match(answers, [{ cid: 'answer-3-3' }])
})

t.test('a conversation that is gone from memory is answered all the same', async (t) => {
  const { assistant, answers } = open(t)
  const forgotten = new Conversation(77, 'direct', 2, 4)
  const start = { floor: 0, received: 0, read: 0 }
  const asker = new Chat(forgotten, { ...LI } as never, 'assistant', 1, start)
  const fields = {
    cid: 'c',
    text: 'hello',
    at: NOW,
    requestId: 1,
    origin: undefined,
    deadlineMs: 0,
  }
  assistant.heard({ ...fields, chat: asker }, 5)
  await settled()
  t.match(answers, [{ cid: 'answer-77-5' }])
})

t.test('[P-12] who has left and come back while it thought is pushed the answer', async (t) => {
  const { chat, clock, directory, answers, host } = open(t)
  const thought = deferred<string>()
  host.backend = { isSlow: true, answer: () => thought.promise }
  const thinking = new Assistant(ASSISTANT, host as unknown as AssistantHost)
  const question = { cid: 'q5', text: 'why?', at: clock.now(), requestId: 1 }
  thinking.heard({ ...question, chat, origin: undefined, deadlineMs: 0 }, 5)
  await settled()
  const user = directory.user(7)
  directory.detach(user as OnlineUser, user?.sessions[0] as Ear)
  clock.turn(61_000)
  directory.sweep()
  t.equal(directory.conversation(3), undefined, 'nobody in it was online, and it was forgotten')
  directory.attach(stateOf(7, 'li', { chats: [directChat(3, ASSISTANT)] }), new Ear())
  thought.resolve('because')
  await settled()
  t.equal(answers[0]?.chat.conversation, directory.conversation(3))
})
