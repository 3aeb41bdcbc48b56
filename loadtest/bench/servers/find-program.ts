import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Servers lie where the PATH of an ordinary user does not look. @returns its path, or undefined */
export async function findProgram(name: string): Promise<string | undefined> {
  const look = 'PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"; command -v "$1"'
  try {
    const { stdout } = await run('/bin/sh', ['-c', look, 'sh', name])
    return stdout.trim()
  } catch {
    // That is how `command -v` says no.
    return undefined
  }
}

/** The version in what a program says of itself, or undefined. */
export async function askVersion(
  program: string,
  args: readonly string[],
  pattern: RegExp,
): Promise<string | undefined> {
  // Some exit with an error after they have said it.
  const said = await run(program, args).catch((error: { stdout?: string }) => error)
  return pattern.exec(said.stdout ?? '')?.[1]
}
