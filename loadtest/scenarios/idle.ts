import type { Scenario } from './scenario.ts'

export const idle: Scenario = {
  name: 'idle',
  about: 'Connections that only answer ping, beside the few (--speakers) who chat.',
  defaults: { users: '1000', speakers: '20' },
  play(stage) {
    const friends = stage.some('friends', stage.wish.speakers / stage.wish.users)
    stage.everyone('idle')
    stage.friendsChat(friends)
  },
}
