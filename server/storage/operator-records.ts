import type { NewUser, UserRecord, UserRole } from './store.ts'

/**
 * What operators ask of the database. Whatever changes an account takes what is to be written into the audit and writes both in one
 * transaction: an act that cannot be written down does not happen.
 */
export interface Operators {
  /**
   * Bans until a moment, or lifts the ban with 0, and keeps the reason. A ban also revokes the user's tokens. Rejects with `not_found`, or
   * `forbidden` for the assistant.
   */
  setBan(foldedName: string, ban: Restriction, audit: AuditNote): Promise<UserRecord>
  /** Mutes until a moment, or lifts it with 0, and keeps the reason. Rejects with `not_found`, or `forbidden` for the assistant. */
  setMute(foldedName: string, mute: Restriction, audit: AuditNote): Promise<UserRecord>
  /** Rejects with `not_found`, or `forbidden` for the assistant. */
  setRole(foldedName: string, role: 'user' | 'operator', audit: AuditNote): Promise<UserRecord>
  /** Stores the new hash and revokes all tokens. Rejects with `not_found`, or `forbidden` for the assistant. */
  setPassword(foldedName: string, passwordHash: string, audit: AuditNote): Promise<UserRecord>
  /** Rejects with `name_taken`. */
  addAccount(user: NewUser, role: 'user' | 'operator', audit: AuditNote): Promise<UserRecord>
  /** Writes down an act that is no business of the database. */
  writeAudit(audit: AuditNote): Promise<void>
  /** Acts, newest first. `before`: only those with a smaller number. */
  auditPage(query: { before?: number; limit: number }): Promise<Page<AuditRecord>>
  /** Accounts by folded name, the assistant among them. */
  accountPage(query: AccountQuery): Promise<Page<AccountRecord>>
  /** Rooms that are open, private ones too, by folded name. */
  roomPage(query: NameQuery): Promise<Page<OpenRoom>>
}

/** `until` 0: none. A restriction whose moment has passed is none either, and stays to be read. */
export interface Restriction {
  until: number
  reason: string
}

/** Texts longer than their column are cut, not refused: the act matters more than the end of its reason. */
export interface AuditNote {
  at: number
  operator: string
  action: string
  target: string
  detail: string
  reason: string
}

export interface AuditRecord extends AuditNote {
  id: number
}

/** `more`: there are others behind these. */
export interface Page<Row> {
  rows: Row[]
  more: boolean
}

export interface NameQuery {
  foldedPrefix: string
  /** Only names behind this folded one; empty: from the first. */
  after: string
  limit: number
}

export interface AccountQuery extends NameQuery {
  /** Those that are banned or muted at `at`; or operators. */
  only?: 'banned' | 'muted' | 'operators'
  at: number
}

export interface AccountRecord {
  id: number
  name: string
  nickname: string
  role: UserRole
  bannedUntil: number
  banReason: string
  mutedUntil: number
  muteReason: string
  createdAt: number
  seenAt: number
}

export interface OpenRoom {
  conversationId: number
  name: string
  topic: string
  isPrivate: boolean
  /** Empty: none. */
  owner: string
  members: number
  head: number
  createdAt: number
}
