import { createHash } from 'node:crypto'
import type { Backend } from './backend.ts'
import { type PostLimits, post, readJson, troubleOfStatus } from './post.ts'
import { BackendTrouble, type TroubleKind } from './trouble.ts'

export const TULING_LIMITS: PostLimits = {
  firstMs: 15_000,
  idleMs: 10_000,
  totalMs: 30_000,
  maxBytes: 262_144,
}
/** The API takes no longer questions (its error 4602). */
const MAX_QUESTION_CHARACTERS = 150
const TEXT_REQUEST = 0

/** `intent.code` where something is wrong; every other one comes with an answer. */
const TROUBLES: Readonly<Record<number, TroubleKind>> = {
  4000: 'refused',
  4001: 'refused',
  4002: 'refused',
  4003: 'quota',
  4005: 'refused',
  4007: 'refused',
  4100: 'refused',
  4200: 'refused',
  4300: 'quota',
  4400: 'refused',
  4500: 'quota',
  4600: 'silent',
  4602: 'tooLong',
  5000: 'silent',
  6000: 'silent',
  7002: 'down',
  8008: 'down',
}

export interface TulingSettings {
  url: string
  key: string
  limits?: PostLimits
}

/** The Turing robot (图灵机器人), API version 2. */
export function tulingBackend({ url, key, limits = TULING_LIMITS }: TulingSettings): Backend {
  return {
    isSlow: true,
    async answer({ userId, text }, signal) {
      if ([...text].length > MAX_QUESTION_CHARACTERS) {
        throw new BackendTrouble('tooLong', 'not sent')
      }
      const body = {
        reqType: TEXT_REQUEST,
        perception: { inputText: { text } },
        userInfo: { apiKey: key, userId: strangerId(key, userId) },
      }
      return post({ url, headers: {}, body, limits, signal }, async (answer) => {
        const trouble = troubleOfStatus(answer.status)
        if (trouble !== undefined) throw trouble
        return answerOf(await readJson(answer, limits.maxBytes))
      })
    },
  }
}

/** The robot keeps a talk per user, and is not told who that is. It takes 32 letters and digits. */
const strangerId = (key: string, userId: number): string =>
  createHash('sha256').update(`${key} ${userId}`).digest('hex').slice(0, 32)

interface TulingAnswer {
  intent?: { code?: unknown } | null
  results?: unknown
}

/** By the code, whatever else is there: errors come with HTTP status 200, and some with results. */
function answerOf(body: unknown): string {
  const { intent, results } = (body ?? {}) as TulingAnswer
  const code = Number(intent?.code ?? Number.NaN)
  if (!Number.isInteger(code)) throw new BackendTrouble('garbled', 'no intent.code')
  const kind = TROUBLES[code]
  if (kind !== undefined) throw new BackendTrouble(kind, `code ${code}`)
  const lines = (Array.isArray(results) ? results : []).flatMap(lineOf)
  if (lines.length === 0) throw new BackendTrouble('silent', `code ${code} without a text`)
  return lines.join('\n')
}

/** Texts and links; pictures, voices and news are of no use in a message. */
function lineOf(result: { values?: { text?: unknown; url?: unknown } | null } | null): string[] {
  const { text, url } = result?.values ?? {}
  return [text, url].filter((one): one is string => typeof one === 'string' && one.trim() !== '')
}
