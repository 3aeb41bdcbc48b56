import type { RequestType } from '../../protocol/requests.ts'
import type { Command } from './command.ts'
import { friendAccept } from './friend-accept.ts'
import { friendBlock } from './friend-block.ts'
import { friendDecline } from './friend-decline.ts'
import { friendRemove } from './friend-remove.ts'
import { friendRequest } from './friend-request.ts'
import { friendUnblock } from './friend-unblock.ts'
import { friends } from './friends.ts'
import { hello } from './hello.ts'
import { history } from './history.ts'
import { login } from './login.ts'
import { logout } from './logout.ts'
import { missed } from './missed.ts'
import { passwordChange } from './password-change.ts'
import { ping } from './ping.ts'
import { presenceSet } from './presence-set.ts'
import { profileSet } from './profile-set.ts'
import { read } from './read.ts'
import { recall } from './recall.ts'
import { received } from './received.ts'
import { register } from './register.ts'
import { roomCreate } from './room-create.ts'
import { roomInfo } from './room-info.ts'
import { roomInvite } from './room-invite.ts'
import { roomJoin } from './room-join.ts'
import { roomKick } from './room-kick.ts'
import { roomLeave } from './room-leave.ts'
import { roomsFind } from './rooms-find.ts'
import { search } from './search.ts'
import { send } from './send.ts'
import { typing } from './typing.ts'
import { usersFind } from './users-find.ts'

/** The vocabulary of the server. A request without a command does not compile. */
export const COMMANDS: { readonly [T in RequestType]: Command<T> } = {
  hello,
  register,
  login,
  logout,
  send,
  received,
  read,
  typing,
  history,
  missed,
  friends,
  'friend.request': friendRequest,
  'friend.accept': friendAccept,
  'friend.decline': friendDecline,
  'friend.remove': friendRemove,
  'friend.block': friendBlock,
  'friend.unblock': friendUnblock,
  'users.find': usersFind,
  'profile.set': profileSet,
  'presence.set': presenceSet,
  'password.change': passwordChange,
  'room.create': roomCreate,
  'room.join': roomJoin,
  'room.leave': roomLeave,
  'room.invite': roomInvite,
  'room.kick': roomKick,
  'room.info': roomInfo,
  'rooms.find': roomsFind,
  search,
  recall,
  ping,
}
