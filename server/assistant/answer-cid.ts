/** The cid of an answer is made of the question's place, so that a question met again cannot be answered twice [G-2]. */
export const answerCid = (conversationId: number, seq: number): string =>
  `answer-${conversationId}-${seq}`

/** The same for a reminder and the question that asked for it. */
export const reminderCid = (conversationId: number, seq: number): string =>
  `reminder-${conversationId}-${seq}`

/** Which question an answer of ours belongs to. */
export function answeredSeq(cid: string): number | undefined {
  const [, seq] = /^answer-\d+-(\d+)$/.exec(cid) ?? []
  return seq === undefined ? undefined : Number(seq)
}
