/** What the console is told by the command line. */
export interface ConsoleOptions {
  /** Path of the admin socket, or the metrics page of a server that is only looked at. */
  readonly server: { readonly socket: string } | { readonly metrics: URL }
  /** Who does what is done, for the audit. */
  readonly operator: string
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  readonly errorOutput: NodeJS.WriteStream
  /** TERM; undefined where there is none. */
  readonly terminalName: string | undefined
  readonly hasColours: boolean
}
