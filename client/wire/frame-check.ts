import type { RequestType } from '../../protocol/requests.ts'

/**
 * How far what a server says is held against the contract before anybody relies on it. Who dials any server that is named checks everything; a page
 * trusts the server that it came from, whose code it runs already.
 */
export interface FrameCheck {
  /** Undefined: no event of that type is known; a newer server may say more. */
  isEvent(type: string, frame: object): boolean | undefined
  isReply(to: RequestType, fields: object): boolean
}
