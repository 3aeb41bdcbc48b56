import { MAX_TEXT_LENGTH } from '../../../protocol/limits.ts'
import type { Backend, BackendQuestion } from './backend.ts'
import { EventStream } from './event-stream.ts'
import { type PostAnswer, type PostLimits, post, readJson, troubleOfStatus } from './post.ts'
import { BackendTrouble } from './trouble.ts'
import { VisibleText } from './visible-text.ts'

/** A model that has to be loaded from a slow disk, or thinks on a small machine, is worth a minute of waiting. */
export const OPENAI_LIMITS: PostLimits = {
  firstMs: 60_000,
  idleMs: 30_000,
  totalMs: 240_000,
  maxBytes: 10_485_760,
}
/** Of an answer that comes in one piece although a stream was asked for. */
const MAX_JSON_BYTES = 1_048_576
/** In UTF-16 units: more than a message holds, whatever its characters. What a model says beyond is not waited for. */
const ENOUGH = 2 * MAX_TEXT_LENGTH + 1

export interface OpenAiSettings {
  /** As far as `/v1`, or the whole of it. */
  url: string
  model: string
  key: string | undefined
  limits?: PostLimits
}

/** Anything that speaks OpenAI's chat completions: Ollama, llama.cpp, vLLM, or a service elsewhere. */
export function openAiBackend(settings: OpenAiSettings): Backend {
  const { model, key, limits = OPENAI_LIMITS } = settings
  const url = completionsUrl(settings.url)
  return {
    isSlow: true,
    async answer(question, signal) {
      const messages = await conversationOf(question)
      const visible = new VisibleText()
      const request = {
        ...{ url, limits, signal, body: { model, messages, stream: true } },
        headers: {
          accept: 'text/event-stream',
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        },
      }
      try {
        await post(request, (answer) => readAnswer(answer, visible))
      } catch (error) {
        if (!(error instanceof BackendTrouble)) throw error
        const partial = visible.text.trim()
        throw new BackendTrouble(error.kind, error.message, { partial, cause: error.cause })
      }
      const text = visible.text.trim()
      if (text === '') throw new BackendTrouble('silent', 'an empty answer')
      return text
    },
  }
}

/** Takes the address in each of the forms in which people know it. */
export function completionsUrl(text: string): string {
  const url = new URL(text)
  const path = url.pathname.replace(/\/+$/, '')
  if (path === '') url.pathname = '/v1/chat/completions'
  else if (!path.endsWith('/chat/completions')) url.pathname = `${path}/chat/completions`
  return url.href
}

async function conversationOf({ text, now, turns }: BackendQuestion): Promise<object[]> {
  const before = (await turns()).flatMap(({ question, answer }) => [
    { role: 'user', content: question },
    { role: 'assistant', content: answer },
  ])
  const system = { role: 'system', content: instructions(now) }
  return [system, ...before, { role: 'user', content: text }]
}

const instructions = (now: number): string =>
  [
    'You are the assistant (小助手) of a small chat server on a local network.',
    'Answer briefly, as plain text without markup, in the language of the question.',
    'You cannot look anything up, send messages to anybody or set reminders by yourself; for those the user types "help".',
    `It is ${new Date(now).toString()}.`,
  ].join(' ')

async function readAnswer(answer: PostAnswer, visible: VisibleText): Promise<void> {
  const { status, contentType } = answer
  const trouble = troubleOfStatus(status)
  if (trouble !== undefined) throw trouble
  if (contentType === 'application/json') return readWhole(answer, visible)
  if (contentType !== 'text/event-stream') throw new BackendTrouble('garbled', 'no event stream')
  const events = new EventStream()
  for await (const chunk of answer.chunks) {
    if (takeEvents(events.push(chunk), visible)) return
    if (visible.text.length > ENOUGH) return
  }
  if (takeEvents(events.end(), visible)) return
  throw new BackendTrouble('down', 'the stream ended before the answer did')
}

async function readWhole(answer: PostAnswer, visible: VisibleText): Promise<void> {
  const body = field(await readJson(answer, MAX_JSON_BYTES), 'choices', 0, 'message', 'content')
  if (typeof body !== 'string') throw new BackendTrouble('garbled', 'JSON without an answer')
  visible.push(body)
  visible.end()
}

/** @returns whether the answer is whole. */
function takeEvents(events: string[], visible: VisibleText): boolean {
  let isWhole = false
  for (const data of events) {
    const event = data === '[DONE]' ? undefined : parse(data)
    if (field(event, 'error') != null) throw new BackendTrouble('down', 'an error in the stream')
    // Only this field: models put what they think to themselves into others, such as `reasoning_content`.
    const content = field(event, 'choices', 0, 'delta', 'content')
    if (typeof content === 'string') visible.push(content)
    if (event === undefined || field(event, 'choices', 0, 'finish_reason') != null) isWhole = true
  }
  if (isWhole) visible.end()
  return isWhole
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    // Its message would quote what came.
    throw new BackendTrouble('garbled', 'an event that is no JSON')
  }
}

/** What lies at a path in foreign JSON; `undefined` where the path ends early. */
function field(value: unknown, ...path: (string | number)[]): unknown {
  let at = value
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined
    at = (at as Record<string | number, unknown>)[step]
  }
  return at
}
