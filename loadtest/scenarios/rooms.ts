import type { Scenario } from './scenario.ts'

export const rooms: Scenario = {
  name: 'rooms',
  about: 'Rooms with a few who speak and many who listen.',
  defaults: { 'typing-share': '0' },
  play(stage) {
    const members = stage.everyone('members')
    stage.roomsChat([members], stage.wish.roomSize, stage.wish.speakers)
  },
}
