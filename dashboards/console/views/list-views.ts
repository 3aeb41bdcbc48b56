import type { ListItems } from '../state/console-state.ts'
import { AUDIT_VIEW } from './audit-view.ts'
import type { ListView } from './list-view.ts'
import { LOG_VIEW } from './log-view.ts'
import { ROOMS_VIEW } from './rooms-view.ts'
import { SESSIONS_VIEW } from './sessions-view.ts'
import { USERS_VIEW } from './users-view.ts'

export const LIST_VIEWS: { readonly [L in keyof ListItems]: ListView<ListItems[L]> } = {
  sessions: SESSIONS_VIEW,
  users: USERS_VIEW,
  rooms: ROOMS_VIEW,
  log: LOG_VIEW,
  audit: AUDIT_VIEW,
}
