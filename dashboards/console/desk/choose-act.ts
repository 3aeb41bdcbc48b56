import type { ConsoleState } from '../state/console-state.ts'
import type { Act } from '../state/dialog.ts'
import { chosenItem } from '../state/list-state.ts'
import { TEXTS } from '../texts.ts'
import { isBanned, isMuted } from '../views/users-view.ts'

const KEYS: Readonly<Record<string, 'kick' | 'ban' | 'mute'>> = { k: 'kick', b: 'ban', m: 'mute' }

export const isActKey = (name: string): boolean => name === 'a' || name in KEYS

/** What a key would do to whom is chosen; a sentence when it can do nothing. */
export function chooseAct(state: ConsoleState, key: string): Act | string {
  if (state.isReadOnly) return TEXTS.list.notAllowed
  if (key === 'a') {
    const { figures } = state
    return {
      type: 'announce',
      ...(figures?.sessions === undefined ? {} : { sessions: figures.sessions }),
    }
  }
  const type = KEYS[key] ?? 'kick'
  if (state.view === 'sessions') return actOnSession(state, type)
  return state.view === 'users' ? actOnUser(state, type) : TEXTS.choose.notHere
}

function actOnSession({ lists }: ConsoleState, type: 'kick' | 'ban' | 'mute'): Act | string {
  const one = chosenItem(lists.sessions)
  if (one === undefined) return TEXTS.choose.nobody
  const { user, session, address } = one
  if (type === 'kick') return { type, whom: user ?? address, session }
  return user === undefined ? TEXTS.choose.noUser : { type, whom: user }
}

/** A second ban lifts the first. */
function actOnUser({ lists, now }: ConsoleState, type: 'kick' | 'ban' | 'mute'): Act | string {
  const one = chosenItem(lists.users)
  if (one === undefined) return TEXTS.choose.nobody
  if (type === 'ban' && isBanned(one, now)) return { type: 'unban', whom: one.user }
  if (type === 'mute' && isMuted(one, now)) return { type: 'unmute', whom: one.user }
  return { type, whom: one.user }
}
