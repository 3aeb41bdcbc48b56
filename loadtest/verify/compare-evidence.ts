import type { ConversationEvidence, Evidence } from '../generator/load-messages.ts'
import { FaultLog } from './faults.ts'

/**
 * Puts together what the workers know. A message that one thread's sender got acknowledged must stand under the same number in what another thread's
 * member saw; what is missing is lost when anybody knows of it, and a hole in the numbers when nobody does.
 */
export function compareEvidence(
  all: readonly Pick<Evidence, 'faults' | 'examples' | 'conversations'>[],
): FaultLog {
  const log = new FaultLog()
  for (const { faults, examples } of all) log.add(faults, examples)
  const byConversation = new Map<number, ConversationEvidence[]>()
  for (const evidence of all.flatMap(({ conversations }) => conversations)) {
    byConversation.set(evidence.index, [...(byConversation.get(evidence.index) ?? []), evidence])
  }
  for (const evidence of byConversation.values()) {
    const known = mergePrints(evidence, log)
    judgeMissing(evidence, known, log)
  }
  return log
}

/** What all threads together know of one conversation; before `from` it is not kept any more. */
interface Known {
  readonly name: string
  readonly from: number
  readonly prints: Int32Array
}

function mergePrints(evidence: readonly ConversationEvidence[], log: FaultLog): Known {
  const from = Math.max(...evidence.map((one) => one.from))
  const end = Math.max(...evidence.map((one) => one.from + one.prints.length))
  const known = {
    name: evidence[0]?.name ?? '',
    from,
    prints: new Int32Array(Math.max(0, end - from)),
  }
  const counted = new Set(evidence.flatMap(({ contested }) => contested))
  for (const one of evidence) {
    for (let place = 0; place < known.prints.length; place++) {
      const print = one.prints[from + place - one.from] ?? 0
      const before = known.prints[place]
      if (before === 0) known.prints[place] = print
      else if (print !== 0 && print !== before && !counted.has(from + place)) {
        counted.add(from + place)
        log.note(
          'lost',
          () => `members see different messages under number ${from + place} of ${one.name}`,
        )
      }
    }
  }
  return known
}

function judgeMissing(
  evidence: readonly ConversationEvidence[],
  { name, from, prints }: Known,
  log: FaultLog,
): void {
  const missing = evidence.flatMap((one) => one.missing)
  if (missing.length === 0) return
  const holes = prints.reduce((count, print) => count + (print === 0 ? 1 : 0), 0)
  if (holes > 0) log.note('holes', () => `${name} has ${holes} numbers without a message`, holes)
  for (const { user, count, seqs } of missing) {
    // Nobody can see a hole, so that each is among everybody's missing.
    const lost = count - holes
    if (lost <= 0) continue
    const examples = seqs.filter((seq) => prints[seq - from] !== 0).join(', ')
    log.note(
      'lost',
      () => `${user} never got ${lost} messages of ${name}: number ${examples}`,
      lost,
    )
  }
}
