import type { AdminEventOf, AdminReplyOf, AdminRequestType } from '../../../protocol/admin.ts'
import type { LogLevel } from '../../../protocol/admin-entities.ts'
import type { AdminFields } from '../../admin/admin-task.ts'
import type { Figures } from '../figures/figures.ts'

/** What is heard from a server. */
export interface FeedListener {
  figures(figures: Figures): void
  /** It cannot be reached: one sentence. Told again when the reason is another one. */
  lost(reason: string): void
  /** After `lost`: it is there again. */
  back(): void
  log(event: AdminEventOf<'log'>): void
  dropped(lines: number): void
}

/** What can be asked of it, where there is an admin socket. */
export interface Asking {
  ask<T extends AdminRequestType>(type: T, fields: AdminFields<T>): Promise<AdminReplyOf<T>>
}

/** One server, watched until `close`. It connects anew by itself. */
export interface Feed {
  /** For the operator: which server it is. */
  readonly target: string
  /** The same in full: a path, or an address. */
  readonly place: string
  readonly asking?: Asking
  /** Resolves when the server has been reached for the first time. Rejects with why it was not, for `reasonText`. */
  open(listener: FeedListener): Promise<void>
  /** Lines of this level and above are told; also after the connection was lost. */
  watchLog(level: LogLevel): void
  close(): void
}
