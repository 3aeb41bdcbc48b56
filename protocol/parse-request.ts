import type { TObject } from 'typebox'
import { Compile, type Validator } from 'typebox/schema'
import { MAX_REQUEST_ID_LENGTH } from './limits.ts'
import type { Frame } from './parse-frame.ts'
import { ProtocolError } from './protocol-error.ts'
import { REQUESTS, type Request, type RequestId } from './requests.ts'

/** The frame's `id` if it is a usable one, so that even a wrong request gets its error under its id [P-4]. */
export function requestId(frame: Frame): RequestId | undefined {
  const { id } = frame as { id?: unknown }
  if (typeof id === 'number') return Number.isSafeInteger(id) ? id : undefined
  if (typeof id !== 'string' || id.length > 2 * MAX_REQUEST_ID_LENGTH) return undefined
  return id.isWellFormed() && [...id].length <= MAX_REQUEST_ID_LENGTH ? id : undefined
}

/**
 * The frame as a request whose fields have been checked.
 * @throws ProtocolError `unknown_type`, or `bad_request` with the `field` that is wrong
 */
export const checkRequest: (frame: Frame) => Request = requestChecker<Request>(REQUESTS)

/**
 * The check for a vocabulary: what a chat client may say, or an operator. The compiler of JSON Schema alone is half as many files as that of TypeBox's
 * types, which builds upon it, and checks the same.
 */
export function requestChecker<R>(schemas: Readonly<Record<string, TObject>>): (frame: Frame) => R {
  // A Map, not an object: `type` comes from the peer, and an object has a `constructor` and a `__proto__`.
  const known = new Map(
    Object.entries(schemas).map(([type, schema]) => [
      type,
      { schema, validator: Compile(schema), fields: Object.keys(schema.properties) },
    ]),
  )
  return (frame) => {
    const { type } = frame as { type?: unknown }
    if (typeof type !== 'string') throw badField('type', 'must be a string')
    const found = known.get(type)
    if (found === undefined) throw new ProtocolError('unknown_type')
    if (!found.validator.Check(frame)) throw firstProblem(found, frame)
    for (const field of found.fields) {
      const value = frame[field]
      // [P-8] JSON can spell half a surrogate pair, which no database takes and no UTF-8 has.
      if (typeof value === 'string' && !value.isWellFormed()) {
        throw badField(field, 'has a lone surrogate')
      }
    }
    return frame as R
  }
}

/** Where a schema has words for people, they say more than the check that failed. */
function firstProblem(
  { schema, validator }: { schema: TObject; validator: Validator },
  frame: Frame,
): ProtocolError {
  const [, [problem]] = validator.Errors(frame)
  if (problem === undefined) return new ProtocolError('bad_request')
  if (problem.keyword === 'required') {
    return badField(problem.params.requiredProperties[0] ?? 'type', 'is missing')
  }
  const field = problem.instancePath.split('/')[1] ?? 'type'
  const { description } = (schema.properties[field] ?? {}) as { description?: string }
  return badField(field, description === undefined ? problem.message : `must be ${description}`)
}

function badField(field: string, problem: string): ProtocolError {
  return new ProtocolError('bad_request', `"${field}" ${problem}.`, field)
}
