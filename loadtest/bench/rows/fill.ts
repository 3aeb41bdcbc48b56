import { setTimeout as sleep } from 'node:timers/promises'
import type { Crowd } from '../engine/crowd.ts'
import { ClosedLoop } from '../engine/load.ts'

/** Who is slower is measured where it has got to. */
const MAX_FILL_SECONDS = 180
const LOOK_EVERY_MS = 20

/** Stores messages at full speed, by the protocol, until there are so many. @returns whether there was time for all of them */
export async function fill(crowd: Crowd, wanted: number, inFlight: number): Promise<boolean> {
  const { tally } = crowd.scene
  const load = new ClosedLoop(crowd, inFlight)
  const endMs = performance.now() + MAX_FILL_SECONDS * 1_000
  load.start()
  try {
    while (tally.acknowledged < wanted && performance.now() < endMs) {
      await Promise.race([sleep(LOOK_EVERY_MS), crowd.failed])
    }
  } finally {
    load.stop()
  }
  await crowd.drain()
  return tally.acknowledged >= wanted
}
