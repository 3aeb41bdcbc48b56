import type { ThemeName } from '../terminal/palette.ts'
import type { BellName } from './screen/bell.ts'
import type { Language } from './texts.ts'

/** What `teahouse chat` is started with. The caller parses the command line and fills in the defaults. */
export interface ChatOptions {
  host: string
  port: number
  /** Who logs in; asked for, or the last one at this server, when absent. */
  user?: string
  /** A file whose first line is the password. */
  passwordFile?: string
  /** Lines in, lines out, for scripts: no prompt, no colour, no cursor movement. */
  plain: boolean
  /** Lines above the one that is typed, where a full screen would do as well. */
  lines?: boolean
  /** The colours of the full screen; the terminal's own unless something else is wanted. */
  theme?: ThemeName
  /** When the full screen rings: for mentions and direct messages unless something else is wanted. */
  bell?: BellName
  /** The terminal cannot move its cursor (`TERM=dumb`), so that only `plain` will do. */
  isDumb?: boolean
  /** The name of the terminal in the terminfo database. */
  terminalName?: string
  /** Lines over plain TCP, which anybody on the way can read; only where the person says so. */
  withoutTls: boolean
  /** The fingerprint of the only key that the server may have, whatever is known of it. */
  trustedKey?: string | undefined
  /** Where tokens and the keys of known servers are kept, in files of mode 0600; made with mode 0700 when it is not there. */
  tokenFolder: string
  lang: Language
  input: NodeJS.ReadStream
  output: NodeJS.WriteStream
  errorOutput: NodeJS.WritableStream
}
