import type { Desk } from './desk.ts'

export interface NewRoom {
  room: string
  topic: string
  isPrivate: boolean
}

/** @throws ChatClientError */
export async function createRoom(desk: Desk, { room, topic, isPrivate }: NewRoom): Promise<string> {
  const made = await desk.client.request('room.create', {
    room,
    ...(topic !== '' && { topic }),
    ...(isPrivate && { private: true }),
  })
  desk.enteredRoom(made.room, 0)
  return made.room
}

/** @throws ChatClientError */
export async function joinRoom(desk: Desk, room: string): Promise<string> {
  const joined = await desk.client.request('room.join', { room })
  desk.enteredRoom(joined.room, joined.head)
  return joined.room
}

/** @throws ChatClientError */
export async function leaveRoom(desk: Desk, room: string): Promise<void> {
  const left = await desk.client.request('room.leave', { room })
  desk.leftRoom(left.room)
}
