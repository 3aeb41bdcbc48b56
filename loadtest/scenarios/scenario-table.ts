import { chat } from './chat.ts'
import { idle } from './idle.ts'
import { loginStorm } from './login-storm.ts'
import { mixed } from './mixed.ts'
import { reconnectStorm } from './reconnect-storm.ts'
import { rooms } from './rooms.ts'
import type { Scenario } from './scenario.ts'
import { slowReaders } from './slow-readers.ts'

/** In the order in which `--help` and the README show them. */
export const SCENARIOS: readonly Scenario[] = [
  chat,
  rooms,
  loginStorm,
  reconnectStorm,
  slowReaders,
  idle,
  mixed,
]

export const findScenario = (name: string): Scenario | undefined =>
  SCENARIOS.find((scenario) => scenario.name === name)
