/**
 * The numbers of the wire contract. Sizes of frames are in bytes without the line's end; lengths of texts are in
 * Unicode code points.
 */
export const PROTOCOL_VERSION = 1

/** [P-2] A longer frame from a client is answered `too_large` and the connection is closed. */
export const MAX_FRAME_BYTES = 65_536
/** [P-2] The server cuts a list that would make a frame longer than this, and sets `more`. */
export const MAX_SERVER_FRAME_BYTES = 1_048_576
/** [P-3] The connection is closed at this many frames that are no JSON object. */
export const MAX_STRIKES = 10

/** [P-4] */
export const MAX_REQUEST_ID_LENGTH = 64
/** [P-6] */
export const MIN_NAME_LENGTH = 2
export const MAX_NAME_LENGTH = 32
/** [P-7] */
export const MAX_CID_LENGTH = 64
/** [P-8] */
export const MAX_TEXT_LENGTH = 8_000

export const MIN_PASSWORD_LENGTH = 8
export const MAX_PASSWORD_LENGTH = 128
export const MAX_DEVICE_LENGTH = 64

/** The contract is silent on these; generous for people, harmless for a page of 200 entries. */
export const MAX_NICKNAME_LENGTH = 64
export const MAX_BIO_LENGTH = 500
export const MAX_NOTE_LENGTH = 200
export const MAX_TOPIC_LENGTH = 200
export const MAX_QUERY_LENGTH = 200
export const MAX_PAGE_MARK_LENGTH = 64

export const DEFAULT_PAGE = 50
export const MAX_PAGE = 200

/** A message can be recalled this long after its `at`. */
export const RECALL_WINDOW_MS = 120_000
/** Receipts are sent in direct chats and in rooms of at most this many members. */
export const MAX_RECEIPT_MEMBERS = 50
/** Who comes and who goes is told, and listed to who joins, in rooms of at most this many members: beyond, it would grow with the square of them. */
export const MAX_LISTED_MEMBERS = 200

/** The built-in helper account [P-6]. */
export const ASSISTANT = 'assistant'
