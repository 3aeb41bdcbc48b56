import { type Answer, lastAnswer } from './answer.ts'
import { parseHost } from './host-names.ts'
import {
  basicRefusal,
  hostOf,
  pathOf,
  WEB_SOCKET_PATH,
  type WebPolicy,
  type WebRequest,
} from './web-request.ts'

/** Why a WebSocket was not opened; `malformed` also for a request that is none. */
export const UPGRADE_REFUSALS = ['malformed', 'host', 'tls', 'path', 'protocol', 'origin'] as const
export type UpgradeReason = (typeof UPGRADE_REFUSALS)[number]

export interface UpgradeRefusal {
  readonly reason: UpgradeReason
  readonly answer: Answer
}

/** Undefined: it may be opened, if the request is what the WebSocket protocol wants. */
export function upgradeRefusal(
  request: WebRequest,
  isTls: boolean,
  policy: WebPolicy,
  subProtocol: string,
): UpgradeRefusal | undefined {
  const basic = basicRefusal(request, policy)
  if (basic !== undefined) {
    return { reason: basic.status === 421 ? 'host' : 'malformed', answer: basic }
  }
  const { url = '', headers } = request
  const refuse = (reason: UpgradeReason, status: number, text: string): UpgradeRefusal => ({
    reason,
    answer: lastAnswer(status, text),
  })
  if (policy.requiresTls && !isTls) {
    return refuse('tls', 403, 'This server takes only TLS: come by wss.')
  }
  if (pathOf(url) !== WEB_SOCKET_PATH) return refuse('path', 404, 'There is nothing here.')
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  if (!offered.includes(subProtocol)) {
    return refuse('protocol', 400, `A WebSocket here speaks the sub-protocol ${subProtocol}.`)
  }
  if (!mayCome(request, isTls, policy)) {
    return refuse('origin', 403, 'Pages of other sites may not talk to this server.')
  }
  return undefined
}

/** A browser says whose page it is; a script says nothing and is free to. */
function mayCome(request: WebRequest, isTls: boolean, { names }: WebPolicy): boolean {
  const { origin } = request.headers
  if (origin === undefined) return true
  const [, scheme = '', rest = ''] = /^(https?):\/\/(.*)$/.exec(origin.toLowerCase()) ?? []
  const page = parseHost(rest)
  if (page === undefined) return false
  if (names.isTrusted(page.name)) return true
  const usualPort = isTls ? 443 : 80
  const host = hostOf(request)
  return (
    scheme === (isTls ? 'https' : 'http') &&
    page.name === host?.name &&
    (page.port ?? usualPort) === (host.port ?? usualPort)
  )
}
