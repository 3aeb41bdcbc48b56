import type { Scenario } from './scenario.ts'

export const loginStorm: Scenario = {
  name: 'login-storm',
  about:
    'While friends chat, a crowd logs in by password as fast as the server lets it, over and over.',
  defaults: {},
  play(stage) {
    const crowd = stage.outsiders('crowd', 1 / 5)
    const friends = stage.everyone('friends')
    stage.friendsChat(friends)

    stage.phase('calm', 0)
    stage.phase('storm', 1 / 3)
    stage.logInOverAndOver(crowd, 1 / 3, 2 / 3)
    stage.phase('after', 2 / 3)
  },
}
