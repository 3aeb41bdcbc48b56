import type { FriendRequest, Role } from '../../protocol/entities.ts'
import type { Operators } from './operator-records.ts'
import type { Reminders } from './reminder-records.ts'

/**
 * All that the server asks of its database. One implementation (`sql-store.ts`) runs over two drivers; `store-contract.ts` is the
 * suite that both must pass.
 *
 * Arguments and results cross a thread, so they are plain data. Times are milliseconds since 1970; ids are integers
 * below 2^53; names that are compared are folded by the caller (`foldName`), so that both databases agree.
 *
 * Every method either does all of its work or none. It rejects with a `ChatError` where a method's comment names a code, with
 * `StorageUnavailable` when the database cannot be reached or cannot take the write (the outcome may then be unknown), and with anything
 * else only for a bug.
 */
export interface Store
  extends Accounts,
    Friendships,
    Conversations,
    Rooms,
    Messages,
    Search,
    Operators,
    Reminders,
    Seeding {
  /** Answers when the database can be read. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** The account `assistant`, made by the first migration. */
export const ASSISTANT_ID = 1

/** What others may know of a user, besides the status. */
export interface Person {
  id: number
  name: string
  nickname: string
  bio: string
}

export type UserRole = 'user' | 'operator' | 'assistant'

export interface UserRecord extends Person {
  role: UserRole
  /** 0: not banned. */
  bannedUntil: number
  /** 0: may write. */
  mutedUntil: number
  /** When the last session before this one ended; when the account was made, before the first. */
  seenAt: number
}

export interface NewUser {
  name: string
  folded: string
  nickname: string
  foldedNickname: string
  passwordHash: string
  at: number
}

/** `hash` is the SHA-256 of the token, 32 bytes. */
export interface NewToken {
  hash: Uint8Array
  userId: number
  device: string
  at: number
  expiresAt: number
}

export interface Credentials {
  userId: number
  /** A PHC string; empty for an account nobody can log in to. */
  passwordHash: string
}

export interface Accounts {
  /** Rejects with `name_taken`. */
  createUser(user: NewUser): Promise<UserRecord>
  credentials(foldedName: string): Promise<Credentials | undefined>
  /** `undefined` when there is no such user. */
  person(foldedName: string): Promise<Person | undefined>
  createToken(token: NewToken): Promise<void>
  /** What a session needs to know of its user. Rejects with `not_found`. */
  loginState(userId: number): Promise<LoginState>
  /** The same by a token's hash. Rejects with `bad_token` when it is unknown, revoked or expired at `at`. */
  resume(hash: Uint8Array, at: number): Promise<ResumeState>
  /** Silent when there is none. */
  deleteToken(hash: Uint8Array): Promise<void>
  /** Moves `last_used` and `expires_at` of many tokens; those that are gone are skipped. */
  touchTokens(tokens: readonly TokenUse[]): Promise<void>
  deleteExpiredTokens(at: number): Promise<void>
  /** Stores the new hash and revokes every token but the one named. */
  changePassword(userId: number, passwordHash: string, keep: Uint8Array): Promise<void>
  /** Fields that are absent stay. Rejects with `not_found`. */
  setProfile(userId: number, profile: Profile): Promise<UserRecord>
  /** Moves `seen_at` of many users. */
  saveSeen(seen: readonly { userId: number; at: number }[]): Promise<void>
  /**
   * Users whose folded name begins with the prefix, by name, then those of whom only the folded nickname does, by nickname; the assistant among
   * them.
   */
  findUsers(foldedPrefix: string, limit: number): Promise<Person[]>
}

export interface TokenUse {
  hash: Uint8Array
  at: number
  expiresAt: number
}

export interface Profile {
  nickname?: string
  foldedNickname?: string
  bio?: string
}

export interface LoginState {
  user: UserRecord
  relations: Relation[]
  /** By conversation id. */
  chats: ChatRecord[]
}

export interface ResumeState extends LoginState {
  token: { device: string; lastUsedAt: number }
}

/** How two users stand, as the first sees the second. At least one of the fields is not at its resting value. */
export interface Relation {
  person: Person
  state: RelationState
  /** The first has blocked the second. */
  blocks: boolean
  /** The second has blocked the first. */
  blockedBy: boolean
  /** What came with the request that is still open. */
  note: string
}

/** `incoming` and `outgoing`: a request that is still open. */
export type RelationState = 'none' | 'friends' | FriendRequest['direction']

/**
 * A conversation as one member sees it. `name` is the room's name (without `#`) or, in a direct chat, the other user's;
 * `peerId` is that user, 0 in a room. `floor`: this member sees messages with `seq > floor` (a private room's history from the joining
 * on; 0 otherwise).
 */
export interface ChatRecord {
  conversationId: number
  kind: 'direct' | 'room'
  name: string
  peerId: number
  memberCount: number
  head: number
  floor: number
  received: number
  read: number
}

export interface Friendships {
  /** Relations of a user, by the other's name. */
  relations(userId: number): Promise<Relation[]>
  /**
   * Asks, or accepts when the other has asked already. Asking twice is not an error. The relation is as the user sees it afterwards.
   * Rejects with `not_found` (also for oneself), `conflict` (friends already) or `blocked` (either way).
   */
  friendRequest(userId: number, otherFolded: string, note: string, at: number): Promise<Relation>
  /** Rejects with `not_found` where there is no request from them. */
  friendAccept(userId: number, otherFolded: string, at: number): Promise<Relation>
  /** Rejects with `not_found` where there is no request from them. */
  friendDecline(userId: number, otherFolded: string): Promise<Relation>
  /** Ends the friendship, or takes back one's own request. Rejects with `not_found` where there is neither. */
  friendRemove(userId: number, otherFolded: string): Promise<Relation>
  /** Sets or lifts the block; the friendship stays under it. Rejects with `not_found` (no such user, or oneself). Doing it twice is not an error. */
  setBlocked(userId: number, otherFolded: string, blocked: boolean, at: number): Promise<Relation>
}

export interface Conversations {
  /** The direct chat of two users, or of one with oneself, as the first sees it; made when there is none. */
  openDirect(userId: number, otherId: number, at: number): Promise<ChatRecord>
  /** The newest seq of a conversation; 0 where nothing was said. */
  newestSeq(conversationId: number): Promise<number>
  /** Cursors only move forward, whatever the order of calls. Rows whose member is gone are skipped. */
  saveCursors(cursors: readonly CursorRow[]): Promise<void>
}

export interface CursorRow {
  conversationId: number
  userId: number
  received: number
  read: number
}

export interface NewRoom {
  name: string
  folded: string
  topic: string
  isPrivate: boolean
  ownerId: number
  at: number
}

export interface RoomRecord {
  conversationId: number
  name: string
  topic: string
  isPrivate: boolean
  members: { userId: number; user: string; role: Role }[]
}

/** `joined` is false when the user was a member already. */
export interface RoomJoin extends RoomRecord {
  joined: boolean
  chat: ChatRecord
}

export interface RoomLeave {
  conversationId: number
  name: string
  /** Who left. */
  person: Person
  memberCount: number
}

export interface Rooms {
  /** The creator is its owner and first member. Rejects with `name_taken`. */
  createRoom(room: NewRoom): Promise<RoomJoin>
  /**
   * Joins, in the same step as reading the head: the member's cursors start there. An invitation lets in once. Lists at most MAX_LISTED_MEMBERS, so
   * that joining costs the same at any size. Rejects with `not_found`, or `forbidden` (private and not invited).
   */
  joinRoom(userId: number, roomFolded: string, at: number): Promise<RoomJoin>
  /**
   * When the owner leaves, the member of longest standing owns the room. When the last one leaves, the room is closed: its name is
   * free again, its messages stay. Rejects with `not_found` or `not_member`.
   */
  leaveRoom(userId: number, roomFolded: string): Promise<RoomLeave>
  /** Any member may invite; a second invitation is not an error. Rejects with `not_found`, `not_member`, `conflict` (is a member) or `blocked`. */
  invite(
    userId: number,
    roomFolded: string,
    otherFolded: string,
    at: number,
  ): Promise<{ conversationId: number; name: string; person: Person }>
  /** The owner may. Rejects with `not_found`, `not_member` (the caller), `forbidden` (not the owner, or oneself). A kicked user's invitation is gone. */
  kick(userId: number, roomFolded: string, otherFolded: string): Promise<RoomLeave>
  /** Members by the time they joined. Rejects with `not_found`, or `not_member` (private, and neither member nor invited). */
  roomInfo(userId: number, roomFolded: string): Promise<RoomRecord>
  /** Public rooms, and one's own, whose folded name begins with the prefix, by name. */
  findRooms(
    userId: number,
    foldedPrefix: string,
    limit: number,
  ): Promise<{ name: string; topic: string; members: number }[]>
}

/**
 * Messages to append, in columns: entry i of every array is message i. `head` is the newest seq of the conversation as far as the caller
 * knows, or UNKNOWN_HEAD. It saves a look-up on MySQL, and may be behind: the primary key is the fence. It must not be ahead of what is
 * committed, or MySQL leaves a gap (SQLite reads the head itself): who cannot know forgets it.
 */
export interface AppendBatch {
  conversationId: number[]
  head: number[]
  senderId: number[]
  cid: string[]
  at: number[]
  text: string[]
}

export const UNKNOWN_HEAD = -1

export const STORED = 0
/** The same sender, cid, conversation and text are there already: `seq` and `at` are those of the stored message. */
export const DUPLICATE = 1
/** The same sender and cid are there with another conversation or text; nothing was stored, `seq` and `at` are 0. */
export const CONFLICT = 2
/** A duplicate of a message that was taken back since, whatever the text. */
export const RECALLED = 3

/** In the order of the batch. */
export interface AppendResult {
  outcome: number[]
  seq: number[]
  at: number[]
}

export interface MessageRecord {
  seq: number
  sender: string
  cid: string
  at: number
  text: string
  recalled: boolean
}

/** `name` is the room's (without `#`) or the other user's. */
export interface SentMessage {
  kind: ChatRecord['kind']
  name: string
  seq: number
  at: number
  text: string
  recalled: boolean
}

/** At most one of `before` and `after`; neither: the newest. Only messages with `seq > floor`. */
export interface HistoryQuery {
  conversationId: number
  floor: number
  before?: number
  after?: number
  limit: number
}

/** Ascending by seq. `more`: there are others beyond, on the side the query was going to. */
export interface MessagePage {
  messages: MessageRecord[]
  more: boolean
}

export interface Recall {
  conversationId: number
  seq: number
  senderId: number
  sentSince: number
}

export interface MissedChat extends MessagePage {
  chat: ChatRecord
}

export interface Messages {
  /**
   * Stores a batch in one transaction and numbers it: per conversation 1, 2, 3 … without gaps, in the order of the batch [G-3]. When it
   * resolves, all of it is committed [G-1]. A message whose (sender, cid) is there, or came earlier in the batch, is not stored again
   * [G-2]; a recalled message counts as the same whatever the text. Another server may write to the same conversations meanwhile: who loses the race
   * reads the head again and tries again.
   */
  append(batch: AppendBatch): Promise<AppendResult>
  /** What a user once sent under this cid, wherever that was, and whatever has become of their friendship or membership since. */
  sentMessage(senderId: number, cid: string): Promise<SentMessage | undefined>
  history(query: HistoryQuery): Promise<MessagePage>
  /**
   * Per chat the first `limit` messages beyond the user's `received` cursor, chats without any left out. At most `maxChats` chats, by
   * conversation id, and fewer when their texts pass a million characters; `more` when there are others.
   */
  missed(
    userId: number,
    limit: number,
    maxChats: number,
  ): Promise<{ chats: MissedChat[]; more: boolean }>
  /**
   * Takes back a message: its text is gone from the database, and all else stays, its cid too. Doing it again is no error, however late. Rejects with
   * `not_found`, or `forbidden` (it is another's, or was sent before `sentSince`).
   */
  recall(recall: Recall): Promise<void>
  /** What others wrote to this user's chats at or after `since`, newest `limit` per chat, ascending; chats without any left out. */
  writtenSince(userId: number, since: number, limit: number): Promise<MissedChat[]>
}

/** A place among what a search finds, newest first: by time, then by conversation, then by seq. */
export interface Place {
  at: number
  conversationId: number
  seq: number
}

/** `conversationId`: only there. `from`: begins with what stands at this place or after it, as a former page's `next` says. */
export interface SearchQuery {
  userId: number
  text: string
  conversationId?: number
  from?: Place
  limit: number
}

/** `next`: where the next page begins; absent when there is none. A page may be short, or empty, and still have one. */
export interface FoundPage {
  found: { chat: ChatRecord; message: MessageRecord }[]
  next?: Place
}

/** Consecutive messages of a conversation on their way into the index. */
export interface Stretch {
  conversationId: number
  firstSeq: number
  lastSeq: number
  /** The earliest and the latest of its messages. */
  firstAt: number
  lastAt: number
  /** The terms of its words, with spaces between them; empty when it has none. */
  terms: string
  /** Nothing was behind it when it was read. */
  isNewest: boolean
}

export interface Search {
  /**
   * Messages in the user's own conversations that have all the words of the text, newest first. What is found is read from the messages themselves: what was
   * recalled, or is under a floor, or in a room that the user has left, is not there, and what was committed a moment ago is, indexed or not.
   */
  search(query: SearchQuery): Promise<FoundPage>
  /** Conversations with messages that are not in the index, among the thousand after this id; `next` to go on from, absent at the end. */
  behindIndex(afterId: number): Promise<{ conversationIds: number[]; next?: number }>
  /** The oldest messages of a conversation that are not in the index, or those after this seq: at most 128. Undefined when there are none. */
  nextStretch(conversationId: number, afterSeq?: number): Promise<Stretch | undefined>
  /** Puts stretches into the index, those of one conversation in the order of their seqs; what another server has put there meanwhile is left out. */
  fileStretches(stretches: readonly Stretch[]): Promise<void>
  /** A step of the upkeep that the index may need: once for every few stretches, of which each may be long. */
  tidyIndex(): Promise<void>
}

/** An account for a load test and the hash of its token. */
export interface SeedAccount {
  name: string
  folded: string
  tokenHash: Uint8Array
}

export interface Seed {
  accounts: SeedAccount[]
  /** Makes friends of the first and the second, the third and the fourth … */
  inPairs: boolean
  /** Empty: no password opens these accounts. Of accounts that are there already the password stays. */
  passwordHash: string
  at: number
  expiresAt: number
}

export interface Seeding {
  /** Makes many accounts at once, or takes those that are there, each with a new token. */
  seed(seed: Seed): Promise<void>
}
