import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'

/** What one request is answered with, whatever carries it. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** On every answer: nothing from elsewhere runs in our page, and nobody else's page holds ours. */
const SAFETY: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** A sentence for people. */
export function textAnswer(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      ...headers,
    },
    body: Buffer.from(`${text}\n`),
  }
}

/** The same, after which the connection is closed. */
export const lastAnswer = (status: number, text: string): Answer =>
  textAnswer(status, text, { connection: 'close' })

export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, headersOf(answer))
  response.end(hasBody(answer) && request.method !== 'HEAD' ? answer.body : undefined)
}

/** For a socket that no parser answers on: all of it, and the last that is said. */
export function rawAnswer(answer: Answer): Buffer {
  const headers = Object.entries({ ...headersOf(answer), connection: 'close' })
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), answer.body])
}

function headersOf(answer: Answer): Record<string, string> {
  const length = hasBody(answer) ? { 'content-length': String(answer.body.length) } : {}
  return { ...answer.headers, ...SAFETY, ...length }
}

const hasBody = ({ status }: Answer): boolean => status !== 304
