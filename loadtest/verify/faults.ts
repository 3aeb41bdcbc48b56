/** What breaks a promise of the server, and so the run. The words are the keys of `verifier.faults` in the JSON. */
export const FAULTS = {
  lost: 'acknowledged or seen by a member, and not to be had: missing, or another message has its number',
  doubled: 'delivered twice in one session, or stored under two numbers',
  disorder: 'pushed behind a later one, or numbered in another order than it was sent',
  corrupt: 'the text, its sender or its conversation is not what was sent',
  unannounced: 'stored, but neither pushed, nor was the member told to pull',
  holes: 'a number that no message has',
  unexpected: 'refused to its sender, and delivered all the same',
} as const

export type FaultKind = keyof typeof FAULTS

export const FAULT_KINDS = Object.keys(FAULTS) as readonly FaultKind[]

const MAX_EXAMPLES_PER_KIND = 3

/** Counts faults and keeps the first few of each kind as sentences. */
export class FaultLog {
  readonly counts: Record<FaultKind, number> = noFaults()
  readonly #examples = new Map<FaultKind, string[]>()

  /** `describe` is only called while an example is wanted: a broken server may make millions of faults. */
  note(kind: FaultKind, describe: () => string, count = 1): void {
    this.counts[kind] += count
    const examples = this.#examples.get(kind) ?? []
    if (examples.length >= MAX_EXAMPLES_PER_KIND) return
    this.#examples.set(kind, [...examples, `${kind}: ${describe()}`])
  }

  get examples(): string[] {
    return [...this.#examples.values()].flat()
  }

  /** Takes over what another thread found. */
  add(counts: Readonly<Record<FaultKind, number>>, examples: readonly string[]): void {
    for (const kind of FAULT_KINDS) {
      this.counts[kind] += counts[kind]
      const mine = examples.filter((example) => example.startsWith(`${kind}:`))
      const all = [...(this.#examples.get(kind) ?? []), ...mine]
      if (all.length > 0) this.#examples.set(kind, all.slice(0, MAX_EXAMPLES_PER_KIND))
    }
  }
}

export function noFaults(): Record<FaultKind, number> {
  return { lost: 0, doubled: 0, disorder: 0, corrupt: 0, unannounced: 0, holes: 0, unexpected: 0 }
}
