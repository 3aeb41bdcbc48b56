import type { AdminRequestType } from '../../protocol/admin.ts'
import type { AdminCommand } from './admin-command.ts'
import { announce } from './commands/announce.ts'
import { audit } from './commands/audit.ts'
import { backup } from './commands/backup.ts'
import { ban, unban } from './commands/ban.ts'
import { drain, drainCancel } from './commands/drain.ts'
import { hello } from './commands/hello.ts'
import { kick } from './commands/kick.ts'
import { logLevel } from './commands/log-level.ts'
import { mute, unmute } from './commands/mute.ts'
import { rooms } from './commands/rooms.ts'
import { sessions } from './commands/sessions.ts'
import { stats } from './commands/stats.ts'
import { users } from './commands/users.ts'
import { usersAdd } from './commands/users-add.ts'
import { usersPasswd } from './commands/users-passwd.ts'
import { usersRole } from './commands/users-role.ts'
import { usersSeed } from './commands/users-seed.ts'
import { watch } from './commands/watch.ts'

/** The operator's vocabulary. A request without a command does not compile. */
export const ADMIN_COMMANDS: { readonly [T in AdminRequestType]: AdminCommand<T> } = {
  hello,
  stats,
  watch,
  sessions,
  users,
  rooms,
  audit,
  kick,
  ban,
  unban,
  mute,
  unmute,
  announce,
  'users.add': usersAdd,
  'users.passwd': usersPasswd,
  'users.role': usersRole,
  'users.seed': usersSeed,
  'log.level': logLevel,
  backup,
  drain,
  'drain.cancel': drainCancel,
}
