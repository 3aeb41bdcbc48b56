import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { release } from 'node:os'
import { join } from 'node:path'
import { describeMachine } from '../machine.ts'
import type { BenchMachine } from './report/bench-result.ts'
import { median } from './report/statistics.ts'
import { clearWorkplace, inWorkplace } from './servers/workplace.ts'

const PAGE_BYTES = 4_096
const WRITES = 50

export async function describeBenchMachine(): Promise<BenchMachine> {
  const { cpu, cores, memoryBytes, node } = describeMachine()
  return { cpu, cores, memoryBytes, node, kernel: release(), fsyncUs: await measureFsync() }
}

/** What every commit pays at least: without it, figures of databases on two machines say nothing about each other. */
const measureFsync = (): Promise<number> =>
  inWorkplace(async (folder) => {
    const file = openSync(join(folder, 'page'), 'w')
    const page = Buffer.alloc(PAGE_BYTES, 1)
    const times: number[] = []
    for (let i = 0; i < WRITES; i++) {
      const startMs = performance.now()
      writeSync(file, page)
      fsyncSync(file)
      times.push((performance.now() - startMs) * 1_000)
    }
    closeSync(file)
    await clearWorkplace(folder)
    return median(times)
  })
