import { ProtocolError } from './protocol-error.ts'

export type Frame = Record<string, unknown>

/**
 * One line as an object.
 * @throws ProtocolError `bad_json` [P-3]
 */
export function parseFrame(line: string): Frame {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new ProtocolError('bad_json', `This is not JSON: ${(cause as Error).message}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ProtocolError('bad_json')
  }
  return value as Frame
}
