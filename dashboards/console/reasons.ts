import { TEXTS } from './texts.ts'

interface Bilingual {
  readonly en: string
  readonly zh: string
}

/** Why nothing comes from a server, by the code of the system, of `AdminError`, or of `FeedError`. Short: a line of 80 columns has to hold it. */
const REASONS: Readonly<Record<string, Bilingual>> = {
  ENOENT: {
    en: 'There is no server on this data folder.',
    zh: '这个数据目录上没有服务器在运行。',
  },
  ECONNREFUSED: {
    en: 'The last server was killed, and there is no other.',
    zh: '上一个服务器被强行结束,现在没有服务器在运行。',
  },
  EACCES: {
    en: 'Only the user that runs the server may open its socket.',
    zh: '只有运行服务器的用户才能打开它的套接字。',
  },
  EPERM: {
    en: 'Only the user that runs the server may open its socket.',
    zh: '只有运行服务器的用户才能打开它的套接字。',
  },
  version: {
    en: 'The server is of another version, {detail}: use the program it was started with.',
    zh: '服务器是另一个版本({detail}): 请用启动它的那个程序。',
  },
  strange: {
    en: 'What answers there is no server of this version.',
    zh: '应答的不是这个版本的服务器。',
  },
  silent: {
    en: 'Somebody listens there, and does not answer.',
    zh: '那里有程序监听,但没有应答。',
  },
  closed: { en: 'The server has closed the admin socket.', zh: '服务器关闭了管理套接字。' },
  nobody: { en: 'Nobody listens there.', zh: '那里没有程序监听。' },
  late: { en: 'No answer within {detail} s.', zh: '{detail} 秒内没有应答。' },
  status: { en: 'It answered {detail}.', zh: '应答是 {detail}。' },
  long: { en: 'Its page is too long.', zh: '它的页面太长。' },
  foreign: {
    en: 'It is not the metrics page of a Teahouse server.',
    zh: '这不是茶馆服务器的指标页面。',
  },
}

/** What the server answers when it does not do what it was told; in English it says so itself, and more exactly. */
const REFUSALS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(REASONS).map(([code, { zh }]) => [code, zh])),
  unknown_type: '服务器是另一个版本,不认识这个请求。',
  bad_request: '这样的请求服务器不接受。',
  not_found: '已经没有这个用户或会话了。',
  forbidden: '不能对这个用户这样做。',
  conflict: '当前状态下不能这样做。',
  rate_limited: '太频繁了,请稍后再试。',
  busy: '服务器太忙,请稍后再试。',
  unavailable: '数据库暂时不可用,请稍后再试。',
  shutting_down: '服务器正在关闭。',
  internal: '服务器内部出错,详见日志。',
}

interface Failure extends Error {
  readonly code?: string
  readonly detail?: string
}

/** Why a feed has nothing to tell. */
export class FeedError extends Error {
  readonly code: string
  /** What is particular: a number of seconds, a status. */
  readonly detail: string

  constructor(code: string, detail = '', options?: ErrorOptions) {
    super(code, options)
    this.name = 'FeedError'
    this.code = code
    this.detail = detail
  }
}

export function reasonText(error: unknown): string {
  const { code = '', detail = '', message } = error as Failure
  const text = Object.hasOwn(REASONS, code) ? REASONS[code]?.[TEXTS.language] : undefined
  return text?.replace('{detail}', detail) ?? message
}

export function refusalText(error: unknown): string {
  const { code = '', message } = error as Failure
  if (TEXTS.language === 'en' || !Object.hasOwn(REFUSALS, code)) return message
  return REFUSALS[code] ?? message
}
