import type { SessionOrder } from '../../../protocol/admin.ts'
import type {
  AccountInfo,
  AuditEntry,
  LogLevel,
  RoomInfo,
  SessionInfo,
} from '../../../protocol/admin-entities.ts'
import type { Figures } from '../figures/figures.ts'
import { History } from '../figures/history.ts'
import type { Dialog } from './dialog.ts'
import { type EditedLine, emptyLine } from './line-editor.ts'
import { EMPTY_LIST, type ListState } from './list-state.ts'

export const VIEWS = ['overview', 'sessions', 'users', 'rooms', 'log', 'audit'] as const
export type ViewName = (typeof VIEWS)[number]
export type ListName = Exclude<ViewName, 'overview'>

/** One line of the log, numbered as it came. `text`: what a filter looks into. */
export interface LogLine {
  readonly number: number
  readonly at: number
  readonly level: LogLevel
  readonly message: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly text: string
}

export interface ListItems {
  sessions: SessionInfo
  users: AccountInfo
  rooms: RoomInfo
  log: LogLine
  audit: AuditEntry
}
export type Lists = { [L in ListName]: ListState<ListItems[L]> }

export interface Pair {
  readonly name: string
  readonly value: string
}
/** All about one thing, over the list. `top`: the first row that is shown. */
export interface Details {
  readonly title: string
  readonly pairs: readonly Pair[]
  readonly top: number
}

export interface Message {
  readonly text: string
  readonly isProblem: boolean
  readonly until: number
}

/** Everything that is on the screen. The renderers read it and change nothing. */
export interface ConsoleState {
  /** Of the screen, in characters. */
  columns: number
  rows: number
  now: number
  /** Only looking: there is no admin socket. */
  readonly isReadOnly: boolean
  /** What is being watched: a path or an address. */
  readonly target: string
  /** Why nothing comes from the server; absent: it does. */
  lost: string | undefined
  figures: Figures | undefined
  readonly history: History
  view: ViewName
  lists: Lists
  filters: Record<ListName, EditedLine>
  /** The filter is being typed. */
  isFiltering: boolean
  sort: { order: SessionOrder; descending: boolean }
  log: { level: LogLevel; isPaused: boolean; unseen: number }
  /** The last lines that were a warning or worse. */
  warnings: readonly LogLine[]
  dialog: Dialog | undefined
  details: Details | undefined
  isHelping: boolean
  message: Message | undefined
}

const MAX_FILTER_LENGTH = 60

export function newState(target: string, isReadOnly: boolean): ConsoleState {
  const line = emptyLine(MAX_FILTER_LENGTH)
  return {
    columns: 80,
    rows: 24,
    now: Date.now(),
    isReadOnly,
    target,
    lost: undefined,
    figures: undefined,
    history: new History(),
    view: 'overview',
    lists: {
      sessions: EMPTY_LIST,
      users: EMPTY_LIST,
      rooms: EMPTY_LIST,
      log: EMPTY_LIST,
      audit: EMPTY_LIST,
    },
    filters: { sessions: line, users: line, rooms: line, log: line, audit: line },
    isFiltering: false,
    sort: { order: 'since', descending: false },
    log: { level: 'info', isPaused: false, unseen: 0 },
    warnings: [],
    dialog: undefined,
    details: undefined,
    isHelping: false,
    message: undefined,
  }
}
