import type { TSchema, Type as Typebox } from 'typebox'
import { Type as ChatType, schema } from './type.ts'

/** The words in which the admin socket is described: those of the wire, and three that no browser needs. */
export const Type = {
  ...ChatType,
  Number: (options?: object) => schema('Number', { type: 'number' }, options),
  /** Its keys are any strings. */
  Record: (_key: TSchema, values: TSchema) =>
    schema('Record', { type: 'object', patternProperties: { '^.*$': values } }),
  Unknown: () => schema('Unknown', {}),
} as unknown as typeof ChatType & Pick<typeof Typebox, 'Number' | 'Record' | 'Unknown'>
