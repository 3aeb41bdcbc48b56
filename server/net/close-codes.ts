const NORMAL = 1000
const GOING_AWAY = 1001
const POLICY = 1008
const TOO_BIG = 1009
const TRY_LATER = 1013

/** What a WebSocket's close frame says beside the reason itself, which is its text. docs/protocol.md has the same table; a test compares them. */
export const CLOSE_CODES: Readonly<Record<string, number>> = {
  logout: NORMAL,
  client_closed: NORMAL,
  shutting_down: GOING_AWAY,
  kicked: POLICY,
  banned: POLICY,
  idle: POLICY,
  bad_json: POLICY,
  auth_timeout: POLICY,
  too_large: TOO_BIG,
  slow_reader: TRY_LATER,
  busy: TRY_LATER,
}

export const closeCodeOf = (reason: string): number => CLOSE_CODES[reason] ?? NORMAL
