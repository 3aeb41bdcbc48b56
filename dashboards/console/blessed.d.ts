/** What we use of blessed, which has no types of its own: its program, that is the terminal without the widgets. */
declare module 'blessed' {
  import type { EventEmitter } from 'node:events'

  export interface ProgramOptions {
    input: NodeJS.ReadStream
    output: NodeJS.WriteStream
    terminal: string
  }

  export interface KeyPress {
    /** `C-c`, `S-tab`, `pageup`; a letter is its own. */
    full: string
    name?: string
    sequence?: string
    ctrl?: boolean
    meta?: boolean
    shift?: boolean
  }

  export interface MousePress {
    action: string
    /** From 0. */
    x: number
    y: number
  }

  export interface Program extends EventEmitter {
    /** Size in characters. */
    cols: number
    rows: number
    alternateBuffer(): void
    normalBuffer(): void
    hideCursor(): void
    showCursor(): void
    write(text: string): boolean | undefined
    flush(): void
    destroy(): void
    on(event: 'keypress', heard: (text: string | undefined, key: KeyPress) => void): this
    on(event: 'mouse', heard: (event: MousePress) => void): this
    on(event: 'data', heard: (bytes: Buffer) => void): this
    on(event: 'resize' | 'destroy', heard: () => void): this
  }

  const blessed: { program(options: ProgramOptions): Program }
  // biome-ignore lint/style/noDefaultExport: it is blessed that exports so
  export default blessed
}
