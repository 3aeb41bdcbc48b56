import type { AdminCommand } from '../admin-command.ts'

export const stats: AdminCommand<'stats'> = (services) => services.stats()
