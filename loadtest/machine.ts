import { execFile } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Machine } from './report/load-result.ts'

const GIT_TIMEOUT_MS = 2_000

export function describeMachine(): Machine {
  const processors = cpus()
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
  }
}

/** The commit of this program, with `+` when its files were changed since; null outside a clone or without git. */
export async function findCommit(): Promise<string | null> {
  const cwd = dirname(fileURLToPath(import.meta.url))
  const options = { cwd, timeout: GIT_TIMEOUT_MS }
  try {
    const run = promisify(execFile)
    const { stdout: commit } = await run('git', ['rev-parse', '--short=10', 'HEAD'], options)
    const { stdout: changes } = await run('git', ['status', '--porcelain', '-uno'], options)
    return `${commit.trim()}${changes === '' ? '' : '+'}`
  } catch {
    // Installed from a package, or no git on this machine: the report does without.
    return null
  }
}
