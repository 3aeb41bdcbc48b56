/**
 * Every `code` that an `error` reply can carry [P-5], with the sentence people read where the server has nothing more
 * precise to say. docs/protocol.md lists the same codes; a test compares the two.
 */
export const ERROR_CODES = {
  bad_json: 'This is not a JSON object.',
  bad_request: 'A field of this request is missing or wrong.',
  unknown_type: 'The server knows no such request.',
  too_large: 'This frame is longer than the server accepts.',

  unauthenticated: 'Log in first.',
  bad_credentials: 'The user name or the password is wrong.',
  bad_token: 'This log-in has ended, or was ended: log in again with the password.',
  banned: 'This account is banned.',

  forbidden: 'You may not do this.',
  not_friends: 'You can only write to friends.',
  blocked: 'One of you has blocked the other.',
  muted: 'You may not write for the moment.',
  not_member: 'You are not a member of this room.',

  not_found: 'There is no such user, room or message.',
  name_taken: 'This name is taken.',
  conflict: 'This is there already, or contradicts what is there.',

  rate_limited: 'Too fast: try again in a moment.',
  busy: 'The server has too much to do: try again in a moment.',
  unavailable: 'The database does not answer: try again in a moment.',

  shutting_down: 'The server is shutting down.',
  internal: 'Something went wrong inside the server.',
} as const

export type ErrorCode = keyof typeof ERROR_CODES

/** Codes that say "nothing was done, try again": their errors always carry `retryAfterMs`. */
export const RETRY_CODES: ReadonlySet<ErrorCode> = new Set(['rate_limited', 'busy', 'unavailable'])

/** Why the server closed a connection: the `code` of `bye`, the log's field and the metric's label. */
export const BYE_CODES = {
  kicked: 'An operator closed this connection, or its token was revoked.',
  banned: 'This account is banned.',
  idle: 'Nothing was heard from this client for too long.',
  slow_reader: 'This client did not read what it was sent.',
  shutting_down: 'The server is shutting down.',
  too_large: 'A frame was longer than the server accepts.',
  bad_json: 'Too many frames were no JSON objects.',
  auth_timeout: 'No log-in within the time allowed.',
} as const

export type ByeCode = keyof typeof BYE_CODES
