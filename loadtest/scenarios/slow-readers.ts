import type { Scenario } from './scenario.ts'

export const slowReaders: Scenario = {
  name: 'slow-readers',
  about: 'In busy rooms one in ten stops reading for a while; the others must not notice.',
  // A sleeper must miss more than the kernel's buffers on both sides hold, 4 MB and more, before the server has to do anything: 80
  // long texts a second in each room, for half of the time.
  defaults: {
    users: '40',
    'room-size': '20',
    'total-rate': '160',
    'text-size': '8000',
    'typing-share': '0',
  },
  play(stage) {
    const sleepers = stage.slowOnes('sleepers', 1 / 10)
    const awake = stage.everyone('awake')
    // Those who speak are awake: what a sleeper says would be held up by the sleeper itself.
    stage.roomsChat([awake, sleepers], stage.wish.roomSize, stage.wish.speakers)

    stage.phase('calm', 0)
    stage.phase('asleep', 1 / 4)
    stage.stopReading(sleepers, 1 / 4)
    stage.phase('awake again', 3 / 4)
    stage.readAgain(sleepers, 3 / 4)
  },
}
