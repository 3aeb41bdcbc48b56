import type { ViolationKind } from './evidence.ts'
import type { Mutation } from './mutant.ts'

export interface KnownMutation extends Mutation {
  readonly name: string
  /** What the crash test must find, whatever else it finds. */
  readonly expected: readonly ViolationKind[]
  /** It does harm only where something is killed. */
  readonly needsFaults: boolean
}

/** Servers that a crash test must not let pass. */
export const MUTATIONS: readonly KnownMutation[] = [
  {
    name: '[G-1] a journal that acknowledges, and the commit follows',
    expected: ['lost', 'phantom'],
    needsFaults: true,
    module: 'server/message-flow',
    find: 'const result = await storage.api.append(batch)',
    replace: `setTimeout(() => void storage.api.append(batch), 20);
      const heads = new Map();
      const seq = batch.conversationId.map((id, i) => {
        heads.set(id, (heads.get(id) ?? batch.head[i]) + 1);
        return heads.get(id);
      });
      const result = { outcome: seq.map(() => 0), seq, at: batch.at }`,
  },
  {
    name: '[G-2] a database that does not know what it has stored already',
    expected: ['doubled'],
    needsFaults: false,
    module: 'server/storage/migrate',
    find: `.replaceAll('\\r\\n', '\\n')`,
    replace: `.replaceAll('\\r\\n', '\\n').replace(/,\\s*UNIQUE \\(sender_id, cid\\)/, '')`,
  },
  {
    name: '[G-3] a journal that mixes up its batches',
    expected: ['disorder'],
    needsFaults: false,
    module: 'server/journal/lane',
    find: 'const all = this.#open',
    replace: 'const all = this.#open.reverse()',
  },
  {
    name: '[G-2] an assistant that forgets what it has answered',
    expected: ['answered twice'],
    needsFaults: true,
    module: 'server/assistant/answer-cid',
    find: '`answer-$',
    replace: 'Date.now() + `answer-$',
  },
]
