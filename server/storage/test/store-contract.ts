import t, { type Test } from 'tap'
import { accountsContract, findUsersContract, tokensContract } from './contract-accounts.ts'
import { appendContract, fenceContract } from './contract-append.ts'
import { conversationsContract } from './contract-conversations.ts'
import { friendshipsContract } from './contract-friendships.ts'
import { historyContract, missedContract, writtenSinceContract } from './contract-messages.ts'
import { accountPagesContract, auditContract, restrictionsContract } from './contract-operators.ts'
import { recallContract } from './contract-recall.ts'
import { remindersContract } from './contract-reminders.ts'
import { findRoomsContract, leavingContract, roomsContract } from './contract-rooms.ts'
import {
  indexingContract,
  searchPagesContract,
  searchSightContract,
  searchWordsContract,
} from './contract-search.ts'
import { seedingContract } from './contract-seeding.ts'
import { type NewDatabase, openTestStore, type TestStore } from './test-store.ts'

/** Every part has an empty database of its own. */
const PARTS: Record<string, (t: Test, world: TestStore) => Promise<void>> = {
  accounts: accountsContract,
  tokens: tokensContract,
  'finding users': findUsersContract,
  friendships: friendshipsContract,
  conversations: conversationsContract,
  rooms: roomsContract,
  'leaving rooms': leavingContract,
  'finding rooms': findRoomsContract,
  append: appendContract,
  'the fence': fenceContract,
  history: historyContract,
  missed: missedContract,
  'written since': writtenSinceContract,
  recalling: recallContract,
  'words that are found': searchWordsContract,
  'who finds what': searchSightContract,
  'pages of what is found': searchPagesContract,
  'the search index': indexingContract,
  seeding: seedingContract,
  'bans and mutes': restrictionsContract,
  audit: auditContract,
  'lists for operators': accountPagesContract,
  reminders: remindersContract,
}

/** What `store.ts` promises, sentence by sentence; every database that the server runs on must pass. */
export function storeContract(name: string, newDatabase: NewDatabase): void {
  for (const [part, contract] of Object.entries(PARTS)) {
    t.test(`${name}: ${part}`, async (t) => {
      await contract(t, await openTestStore(t, newDatabase))
    })
  }

  t.test(`${name}: a store that is open answers a ping, a closed one is unavailable`, async (t) => {
    const { store } = await openTestStore(t, newDatabase)
    await store.ping()
    await store.close()
    await t.rejects(store.ping(), { name: 'StorageUnavailable' })
    await t.rejects(store.append({ ...EMPTY, cid: ['x'], conversationId: [1] }), {
      name: 'StorageUnavailable',
    })
    await store.close()
  })
}

const EMPTY = { conversationId: [], head: [0], senderId: [1], cid: [], at: [1], text: ['x'] }
