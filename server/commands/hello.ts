import { MAX_FRAME_BYTES, PROTOCOL_VERSION } from '../../protocol/limits.ts'
import type { Command } from './command.ts'

export const hello: Command<'hello'> = {
  beforeLogin: true,

  handle({ services: { serverName, access } }) {
    return {
      server: serverName,
      protocol: PROTOCOL_VERSION,
      maxFrameBytes: MAX_FRAME_BYTES,
      registration: access.registration,
    }
  },
}
