import type { Directory } from '../../directory/directory.ts'
import type { StorageApi } from '../../workers/storage-api.ts'
import { helpCommand } from './help.ts'
import type { LocalCommand } from './local-command.ts'
import { missedCommand } from './missed.ts'
import { onlineCommand } from './online.ts'
import { type RemindHost, remindCommand } from './remind.ts'
import { cancelReminderCommand, remindersCommand } from './reminders.ts'
import { type SearchHistory, searchCommand } from './search.ts'
import { timeCommand } from './time.ts'

type CommandStorage = Pick<
  StorageApi,
  'missed' | 'writtenSince' | 'relations' | 'addReminder' | 'remindersOf' | 'cancelReminders'
>

export interface LocalCommandsHost extends RemindHost {
  storage: CommandStorage
  directory: Directory
  searchHistory: SearchHistory | undefined
}

/** Tried in order; the first that understands a question answers it. */
export const localCommands = (host: LocalCommandsHost): readonly LocalCommand[] => [
  missedCommand(host),
  helpCommand,
  timeCommand,
  onlineCommand(host),
  remindersCommand(host),
  cancelReminderCommand(host),
  remindCommand(host),
  searchCommand(host.searchHistory),
]
