import type { Scenario } from './scenario.ts'

export const chat: Scenario = {
  name: 'chat',
  about: 'Friends in pairs write to each other, each at moments of their own.',
  defaults: {},
  play(stage) {
    const friends = stage.everyone('friends')
    stage.friendsChat(friends)
  },
}
