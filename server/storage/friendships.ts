// Runs on: storage worker
import { ChatError } from '../chat-error.ts'
import type { Driver, Sql } from './driver.ts'
import { PERSON_COLUMNS, requirePerson } from './people.ts'
import type { Friendships, Person, Relation, RelationState } from './store.ts'

/** How one of two users sees the other: a row of `friendships`. */
interface Side {
  userId: number
  state: RelationState
  /** Stored as 0 or 1. */
  blocked: number
  note: string
  changedAt: number
}

export function friendships(driver: Driver): Friendships {
  return {
    relations: (userId) => listRelations(driver, userId),

    friendRequest: (userId, otherFolded, note, at) =>
      change(driver, userId, otherFolded, at, (mine, theirs) => {
        if (mine.blocked || theirs.blocked) throw new ChatError('blocked')
        if (mine.state === 'friends') throw new ChatError('conflict')
        if (mine.state === 'incoming') {
          setStates(mine, 'friends', theirs, 'friends')
        } else {
          setStates(mine, 'outgoing', theirs, 'incoming', note)
        }
      }),

    friendAccept: (userId, otherFolded, at) =>
      change(driver, userId, otherFolded, at, (mine, theirs) => {
        if (mine.state !== 'incoming') throw new ChatError('not_found')
        setStates(mine, 'friends', theirs, 'friends')
      }),

    friendDecline: (userId, otherFolded) =>
      change(driver, userId, otherFolded, undefined, (mine, theirs) => {
        if (mine.state !== 'incoming') throw new ChatError('not_found')
        setStates(mine, 'none', theirs, 'none')
      }),

    friendRemove: (userId, otherFolded) =>
      change(driver, userId, otherFolded, undefined, (mine, theirs) => {
        if (mine.state !== 'friends' && mine.state !== 'outgoing') throw new ChatError('not_found')
        setStates(mine, 'none', theirs, 'none')
      }),

    setBlocked: (userId, otherFolded, blocked, at) =>
      change(driver, userId, otherFolded, at, (mine) => {
        mine.blocked = blocked ? 1 : 0
      }),
  }
}

/** There are always two rows or none: where the other alone has blocked, one's own row is at rest. */
export async function listRelations(sql: Sql, userId: number): Promise<Relation[]> {
  const rows = await sql.query<
    Person & { state: RelationState; blocks: number; blockedBy: number; note: string }
  >(
    `SELECT ${PERSON_COLUMNS}, mine.state, mine.blocked AS blocks, theirs.blocked AS blockedBy, mine.note
     FROM friendships mine
     JOIN friendships theirs ON theirs.user_id = mine.other_id AND theirs.other_id = mine.user_id
     JOIN users u ON u.id = mine.other_id
     WHERE mine.user_id = ? ORDER BY u.folded`,
    [userId],
  )
  return rows.map(({ state, blocks, blockedBy, note, ...person }) => ({
    person,
    state,
    blocks: blocks === 1,
    blockedBy: blockedBy === 1,
    note,
  }))
}

/** Reads both sides, lets `decide` set them, writes both. */
function change(
  driver: Driver,
  userId: number,
  otherFolded: string,
  at: number | undefined,
  decide: (mine: Side, theirs: Side) => void,
): Promise<Relation> {
  return driver.transaction(async (sql) => {
    const person = await requirePerson(sql, otherFolded)
    // Oneself is nobody that one could befriend or block.
    if (person.id === userId) throw new ChatError('not_found')
    // Two requests that cross must see each other. Rows of a pair may not be there to be locked; its users are.
    await sql.query(`SELECT id FROM users WHERE id IN (?, ?) ORDER BY id ${driver.forUpdate}`, [
      userId,
      person.id,
    ])
    const sides = await readSides(sql, userId, person.id)
    const mine = sides.find((side) => side.userId === userId) ?? atRest(userId)
    const theirs = sides.find((side) => side.userId === person.id) ?? atRest(person.id)
    decide(mine, theirs)
    await writeSides(sql, mine, theirs, at)
    const { state, note } = mine
    return { person, state, blocks: mine.blocked === 1, blockedBy: theirs.blocked === 1, note }
  })
}

const atRest = (userId: number): Side => ({
  userId,
  state: 'none',
  blocked: 0,
  note: '',
  changedAt: 0,
})

const isAtRest = (side: Side) => side.state === 'none' && side.blocked === 0

function setStates(
  mine: Side,
  mineState: RelationState,
  theirs: Side,
  theirState: RelationState,
  note = '',
): void {
  mine.state = mineState
  mine.note = note
  theirs.state = theirState
  theirs.note = note
}

const PAIR = '((user_id = ? AND other_id = ?) OR (user_id = ? AND other_id = ?))'

const readSides = (sql: Sql, a: number, b: number): Promise<Side[]> =>
  sql.query<Side>(
    `SELECT user_id AS userId, state, blocked, note, changed_at AS changedAt
     FROM friendships WHERE ${PAIR}`,
    [a, b, b, a],
  )

async function writeSides(
  sql: Sql,
  mine: Side,
  theirs: Side,
  at: number | undefined,
): Promise<void> {
  if (isAtRest(mine) && isAtRest(theirs)) {
    const pair = [mine.userId, theirs.userId, theirs.userId, mine.userId]
    await sql.run(`DELETE FROM friendships WHERE ${PAIR}`, pair)
    return
  }
  const row = (side: Side, other: Side) => [
    ...[side.userId, other.userId, side.state, side.blocked, side.note],
    at ?? side.changedAt,
  ]
  await sql.run(
    `REPLACE INTO friendships (user_id, other_id, state, blocked, note, changed_at)
     VALUES (?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?)`,
    [...row(mine, theirs), ...row(theirs, mine)],
  )
}
