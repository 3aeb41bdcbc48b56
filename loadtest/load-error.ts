/** The run failed to show what it should: a fault, a missed SLO, a rate that was not reached. */
export const EXIT_FAILED = 1
/** There was no run: the target, the accounts or the machine did not allow it. */
export const EXIT_IMPOSSIBLE = 2
/** The command line asks for what cannot be. The number is `EX_USAGE` of sysexits. */
export const EXIT_BAD_OPTIONS = 64
/** What a shell reports for a program that SIGINT ended. */
export const EXIT_ABORTED = 130

/** Why there can be no run, in words for people: printed without a stack trace. */
export class LoadError extends Error {
  readonly exitCode: number

  constructor(message: string, options: { exitCode?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'LoadError'
    this.exitCode = options.exitCode ?? EXIT_IMPOSSIBLE
  }
}
