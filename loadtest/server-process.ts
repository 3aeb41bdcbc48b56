import { readFileSync } from 'node:fs'
import { LoadError } from './load-error.ts'

/** Linux tells processor time in hundredths of a second, whatever the kernel's own clock. */
const TICKS_PER_SECOND = 100

export interface ProcessSample {
  readonly cpuSeconds: number
  readonly rssBytes: number
}

/**
 * What the process has used so far, all of its threads together. Reading two small files of /proc takes 50 µs.
 * @throws LoadError when there is no such process, or no /proc
 */
export function sampleProcess(pid: number): ProcessSample {
  try {
    // The second field, the program's name, may hold spaces and parentheses: count from the last one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = Number(fields[11]) + Number(fields[12])
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? []
    return { cpuSeconds: ticks / TICKS_PER_SECOND, rssBytes: Number(kilobytes ?? 0) * 1_024 }
  } catch (cause) {
    throw new LoadError(
      `--server-pid: process ${pid} cannot be measured: ${(cause as Error).message}`,
      {
        cause,
      },
    )
  }
}
