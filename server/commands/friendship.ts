import { encodeFrame } from '../../protocol/encode.ts'
import { ASSISTANT } from '../../protocol/limits.ts'
import { foldName } from '../../protocol/names.ts'
import { ChatError } from '../chat-error.ts'
import { type OnlineUser, relationBits } from '../directory/online-user.ts'
import { statusFor } from '../directory/presence.ts'
import type { Relation } from '../storage/store.ts'
import { type Context, userOf } from './command.ts'
import type { Services } from './services.ts'

/**
 * Carries out a change between the session's user and another, and brings memory in line with the database: both sides, if they are online, and any
 * log-in of theirs that is under way. Changes between the same two wait for each other.
 */
export async function changeFriendship(
  context: Context,
  otherName: string,
  change: (otherFolded: string) => Promise<Relation>,
): Promise<Relation> {
  const user = userOf(context)
  const folded = foldName(otherName)
  if (folded === foldName(user.name)) {
    throw new ChatError('bad_request', { field: 'user', message: 'This is you.' })
  }
  const pair = [folded, foldName(user.name)].sort()
  const { turns, doubts } = context.services
  return turns.take(pair.join(' '), async () => {
    const relation = await doubts.during(pair, () => change(folded))
    noteRelation(context.services, user, relation)
    return relation
  })
}

/** @throws ChatError `forbidden`: the assistant is everyone's friend and stays it [P-10] */
export function refuseAssistant(otherName: string): void {
  if (foldName(otherName) !== ASSISTANT) return
  throw new ChatError('forbidden', { message: 'The assistant stays everyone’s friend.' })
}

function noteRelation({ directory }: Services, user: OnlineUser, relation: Relation): void {
  const { person, blocks, blockedBy } = relation
  const mirrored: Relation = { ...relation, blocks: blockedBy, blockedBy: blocks }
  setBits(directory.present(user), person.id, relationBits(relation))
  const other = directory.user(person.id)
  if (other !== undefined) setBits(other, user.id, relationBits(mirrored))
  directory.changed(user.id)
  directory.changed(person.id)
}

function setBits(user: OnlineUser, otherId: number, bits: number): void {
  if (bits === 0) user.relations.delete(otherId)
  else user.relations.set(otherId, bits)
}

/** An event about `about` to a user's sessions. */
export function tellFriend(
  { services, session }: Context,
  userId: number,
  type: 'friend.requested' | 'friend.accepted' | 'friend.removed',
  about: { name: string; nickname: string },
  note?: string,
): void {
  const fields = { user: about.name, nickname: about.nickname, ...(note ? { note } : {}) }
  services.directory.toUser(userId, encodeFrame({ type, ...fields }), session)
}

/** Two who have become friends, or see each other again, learn how the other is. */
export function exchangePresence(
  { directory }: Services,
  user: OnlineUser,
  relation: Relation,
): void {
  const viewer = directory.present(user)
  const other = directory.user(relation.person.id)
  const theirs = statusFor(directory, viewer, relation.person.id)
  tellStatus(viewer, relation.person.name, theirs)
  if (other !== undefined) tellStatus(other, user.name, statusFor(directory, other, user.id))
}

function tellStatus(viewer: OnlineUser, user: string, status: string): void {
  const line = encodeFrame({ type: 'presence', user, status })
  for (const session of viewer.sessions) session.pushEphemeral(line)
}
