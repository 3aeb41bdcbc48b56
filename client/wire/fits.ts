/**
 * Whether a value from the server has the shape that a schema of `protocol/` describes. The schemas are JSON Schema, of
 * which the contract uses the few words below; reading them here keeps one source of truth without bringing a schema
 * compiler into the client. Fields that no schema names are ignored, as the contract asks.
 */
interface Schema {
  type?: string
  const?: unknown
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  pattern?: string
  minimum?: number
  maximum?: number
}

const patterns = new Map<string, RegExp>()

export function fits(schema: object, value: unknown): boolean {
  const { anyOf, const: constant, type } = schema as Schema
  if (anyOf) return anyOf.some((one) => fits(one, value))
  if (constant !== undefined) return value === constant
  switch (type) {
    case 'object':
      return fitsObject(schema, value)
    case 'array':
      return (
        Array.isArray(value) && value.every((item) => fits((schema as Schema).items ?? {}, item))
      )
    case 'string':
      return typeof value === 'string' && fitsPattern((schema as Schema).pattern, value)
    case 'integer':
      return Number.isSafeInteger(value) && fitsRange(schema, value as number)
    case 'boolean':
      return typeof value === 'boolean'
    default:
      return type === undefined
  }
}

function fitsObject({ properties = {}, required = [] }: Schema, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  // Own fields only: a peer that leaves out `constructor` must not get the one of Object.
  for (const name of required) if (!Object.hasOwn(value, name)) return false
  for (const [name, schema] of Object.entries(properties)) {
    const field = (value as Record<string, unknown>)[name]
    if (Object.hasOwn(value, name) && !fits(schema, field)) return false
  }
  return true
}

function fitsPattern(pattern: string | undefined, value: string): boolean {
  if (pattern === undefined) return true
  let compiled = patterns.get(pattern)
  if (compiled === undefined) {
    compiled = new RegExp(pattern, 'u')
    patterns.set(pattern, compiled)
  }
  return compiled.test(value)
}

function fitsRange({ minimum, maximum }: Schema, value: number): boolean {
  return (minimum === undefined || value >= minimum) && (maximum === undefined || value <= maximum)
}
