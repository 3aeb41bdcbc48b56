import type { TProperties, TSchema, Type as Typebox } from 'typebox'

type Word = 'Array' | 'Boolean' | 'Integer' | 'Literal' | 'Object' | 'Optional' | 'String' | 'Union'

/**
 * The words of TypeBox in which the wire is described, making the same JSON Schemas with the same static types. A browser client reads
 * replies by these schemas too, and TypeBox's own makers would be twice as large there (20 kB gzipped) as the rest of it. Its compiler,
 * which only the server needs, takes them for its own: a test compares the two.
 */
export const Type = {
  Array: (items: TSchema, options?: object) => schema('Array', { type: 'array', items }, options),
  Boolean: (options?: object) => schema('Boolean', { type: 'boolean' }, options),
  Integer: (options?: object) => schema('Integer', { type: 'integer' }, options),
  Literal: (value: string | number | boolean, options?: object) =>
    schema('Literal', { type: typeof value, const: value }, options),
  Object(properties: TProperties, options?: object) {
    const required = Object.keys(properties).filter((name) => !isOptional(properties[name]))
    return schema(
      'Object',
      { type: 'object', ...(required.length > 0 && { required }), properties },
      options,
    )
  },
  Optional: (type: TSchema) =>
    hidden(schema((type as { '~kind'?: string })['~kind'], type), '~optional', true),
  String: (options?: object) => schema('String', { type: 'string' }, options),
  Union: (anyOf: readonly TSchema[], options?: object) => schema('Union', { anyOf }, options),
} as unknown as Pick<typeof Typebox, Word>

export function schema(kind: string | undefined, words: object, options: object = {}): object {
  return hidden({ ...words, ...options }, '~kind', kind)
}

const isOptional = (type: unknown): boolean => Object.hasOwn(type as object, '~optional')

/** What TypeBox knows of a schema beside its JSON is not enumerable. */
function hidden(schema: object, name: string, value: unknown): object {
  return Object.defineProperty(schema, name, { value, configurable: true, writable: true })
}
