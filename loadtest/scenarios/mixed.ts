import type { Scenario } from './scenario.ts'

export const mixed: Scenario = {
  name: 'mixed',
  about:
    'A day in an office in two minutes: arrival, morning, lunch, a network that fails, afternoon, home.',
  defaults: { duration: '2m', 'room-size': '25' },
  play(stage) {
    const early = stage.some('early birds', 0.3)
    const onPhones = stage.slowOnes('on phones', 0.05)
    const late = stage.everyone('the others')

    // Everybody has a friend at the next desk and a room for the team.
    const desks = [early, late, onPhones].map((people) => stage.friendsChat(people, 0.6))
    const teams = stage.roomsChat(
      [early, late, onPhones],
      stage.wish.roomSize,
      stage.wish.speakers,
      0.4,
    )
    const busy = (at: number, factor: number) => {
      for (const talk of [...desks, teams]) stage.pace(talk, at, factor)
    }

    stage.phase('arrival', 0)
    stage.leave(late, 0, 0)
    busy(0, 0.5)
    stage.comeBack(late, 0.03, 0.12)

    stage.phase('morning', 0.18)
    busy(0.18, 1.5)
    stage.stopReading(onPhones, 0.25)
    stage.readAgain(onPhones, 0.35)

    stage.phase('lunch', 0.42)
    busy(0.42, 0.3)
    stage.leave(early, 0.44, 0.02)
    stage.comeBack(early, 0.52, 0.03)

    stage.phase('afternoon', 0.57)
    busy(0.57, 1.2)

    stage.phase('network fails', 0.7)
    stage.cutOff(late, 0.7, 2)

    stage.phase('evening', 0.85)
    busy(0.85, 0.4)
    stage.leave(early, 0.87, 0.1)
  },
}
