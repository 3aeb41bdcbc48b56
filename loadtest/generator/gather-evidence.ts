import type { Cast } from './cast.ts'
import type { ConversationEvidence, MissingMessages } from './load-messages.ts'

const MAX_EXAMPLES = 3

/** What this worker's users know of each conversation in which something was said, up to `heads`. */
export function gatherEvidence(cast: Cast, heads: Float64Array): ConversationEvidence[] {
  const evidence: ConversationEvidence[] = []
  for (const [index, members] of cast.members) {
    const log = cast.logs.get(index)
    const head = heads[index] ?? 0
    if (log === undefined || head <= log.base) continue
    const missing = members.flatMap(({ user, membership }): MissingMessages[] => {
      const seqs: number[] = []
      const count = membership.witness.seen.countMissing(head, seqs, MAX_EXAMPLES)
      return count > 0 ? [{ user: user.name, count, seqs }] : []
    })
    const name = members[0]?.membership.chat ?? String(index)
    evidence.push({ index, name, ...log.fingerprints(), contested: [...log.contested], missing })
  }
  return evidence
}
