import { asClientError, ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { Speech } from '../speech.ts'
import { type Address, nameOf } from '../wire/address.ts'
import { T } from './trust-texts.ts'

/** A log-in is never `forbidden`: a server that says so to somebody without TLS wants TLS. */
export function orNeedsTls(
  error: unknown,
  options: Address & { withoutTls: boolean },
  speech: Speech,
): ChatClientError {
  const failure = asClientError(error)
  if (!options.withoutTls || failure.code !== 'forbidden') return failure
  const message = speech.of(T.needsTls, { server: nameOf(options) })
  return new ChatClientError('needs_tls', { message, cause: failure })
}
