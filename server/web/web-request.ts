import type { IncomingMessage } from 'node:http'
import { type Answer, lastAnswer, textAnswer } from './answer.ts'
import { type HostAndPort, type HostNames, parseHost } from './host-names.ts'
import type { Site } from './site.ts'

export const WEB_SOCKET_PATH = '/ws'

export interface WebPolicy {
  readonly names: HostNames
  /** Without TLS nothing is served: the client is shown the way there. */
  readonly requiresTls: boolean
}

/** What all answers to a request depend on. */
export type WebRequest = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'>

/** A request for a file. */
export function answerTo(
  request: WebRequest,
  isTls: boolean,
  policy: WebPolicy,
  site: Site,
): Answer {
  const refusal = basicRefusal(request, policy)
  if (refusal !== undefined) return refusal
  const { method, url = '', headers } = request
  if (policy.requiresTls && !isTls) return toTls(headers.host, url)
  if (method !== 'GET' && method !== 'HEAD') {
    return textAnswer(405, 'Only GET and HEAD are taken here.', { allow: 'GET, HEAD' })
  }
  const path = pathOf(url)
  if (path === WEB_SOCKET_PATH) {
    const upgrade = { upgrade: 'websocket', connection: 'upgrade' }
    return textAnswer(426, 'This is for WebSockets.', upgrade)
  }
  return site.answer(path, headers['accept-encoding']?.toString(), headers['if-none-match'])
}

/** More is no browser's; Node would leave those beyond some number out without a word. */
const MAX_HEADERS = 100

/** What no request may be. */
export function basicRefusal(request: WebRequest, { names }: WebPolicy): Answer | undefined {
  const { headers, rawHeaders, url = '' } = request
  if (rawHeaders.length > 2 * MAX_HEADERS) return lastAnswer(431, 'These are too many headers.')
  // Nothing here takes a body, so one is a mistake, or meant to be taken for the next request.
  const hasBody = 'transfer-encoding' in headers || (headers['content-length'] ?? '0') !== '0'
  if (hasBody) return lastAnswer(400, 'No request here has a body.')
  if (!url.startsWith('/')) return lastAnswer(400, 'This is no proxy: ask for a path.')
  const host = hostOf(request)
  if (host === undefined) return lastAnswer(400, 'One Host header is needed, with one name.')
  if (names.isOurs(host.name)) return undefined
  return lastAnswer(
    421,
    `This server is not known as ${host.name}. Its operator can name it with --names.`,
  )
}

/** Undefined: there is none, there are two, or it is no name. */
export function hostOf({ headers, rawHeaders }: WebRequest): HostAndPort | undefined {
  const count = rawHeaders.filter((text, i) => i % 2 === 0 && /^host$/i.test(text)).length
  return count === 1 ? parseHost(headers.host ?? '') : undefined
}

export const pathOf = (url: string): string => url.split('?', 1)[0] as string

const toTls = (host: string | undefined, url: string): Answer =>
  textAnswer(308, 'This server takes only TLS: come by https.', {
    location: `https://${host}${url}`,
  })
