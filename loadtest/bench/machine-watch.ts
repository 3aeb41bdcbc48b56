import { readFileSync } from 'node:fs'

/** What happened on the machine beside the bench, as shares of all its processor time. */
export interface MachineFigures {
  /** Used by other programs, and by the kernel for nobody in particular. */
  readonly othersShare: number
  /** Taken away by the host of a virtual machine. */
  readonly stolenShare: number
}

/** In hundredths of a second, summed over all processors. */
interface Ticks {
  readonly all: number
  readonly busy: number
  readonly stolen: number
  /** Of this process and of its children that have ended. */
  readonly own: number
}

/** Tells whether the bench had the machine for itself. Ask when every server has ended: only then does the kernel add its time to ours. */
export class MachineWatch {
  readonly #before = readTicks()

  /** null where the system does not tell. */
  end(): MachineFigures | null {
    const before = this.#before
    const after = readTicks()
    if (before === null || after === null) return null
    const since = (key: keyof Ticks) => after[key] - before[key]
    const all = Math.max(1, since('all'))
    return {
      othersShare: Math.max(0, since('busy') - since('own')) / all,
      stolenShare: since('stolen') / all,
    }
  }
}

function readTicks(): Ticks | null {
  try {
    return {
      ...parseMachineTicks(readFileSync('/proc/stat', 'utf8')),
      own: parseOwnTicks(readFileSync('/proc/self/stat', 'utf8')),
    }
  } catch {
    // Not Linux: the report does without.
    return null
  }
}

/** The first line of /proc/stat: `cpu user nice system idle iowait irq softirq steal …`. */
export function parseMachineTicks(stat: string): Omit<Ticks, 'own'> {
  const numbers = stat.slice(0, stat.indexOf('\n')).split(/\s+/).slice(1).map(Number)
  const at = (place: number) => numbers[place] ?? 0
  const busy = at(0) + at(1) + at(2) + at(5) + at(6)
  return { all: busy + at(3) + at(4) + at(7), busy, stolen: at(7) }
}

/** utime, stime, cutime and cstime of /proc/self/stat; the name before them may hold spaces. */
export function parseOwnTicks(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
}
