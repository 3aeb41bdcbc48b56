import type { Scenario } from './scenario.ts'

export const reconnectStorm: Scenario = {
  name: 'reconnect-storm',
  about:
    'Friends chat; all are cut off at the same moment and come back by token within half a second.',
  defaults: {},
  play(stage) {
    const friends = stage.everyone('friends')
    stage.friendsChat(friends)

    stage.phase('calm', 0)
    stage.phase('storm', 1 / 3)
    stage.cutOff(friends, 1 / 3)
    stage.phase('after', 2 / 3)
  },
}
