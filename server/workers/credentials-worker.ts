// Runs on: credentials worker
import { setPriority } from 'node:os'
import { hashSync, verifySync } from '@node-rs/argon2'

/**
 * Checking a password takes 15 ms of a core by design. On Linux a priority belongs to a thread, and this one steps back behind those who chat.
 */
const NICE = 10

try {
  setPriority(0, NICE)
} catch {
  // Where it is not allowed the storm of log-ins is felt a little more; nothing else depends on it.
}

export type CredentialsRequest =
  | { method: 'hash'; password: string }
  | { method: 'verify'; hash: string; password: string }

/** What Piscina calls. The library's defaults are the OWASP setting of argon2id: 19 MiB, two passes. */
export function handle(request: CredentialsRequest): string | boolean {
  if (request.method === 'hash') return hashSync(request.password)
  try {
    return verifySync(request.hash, request.password)
  } catch {
    // The stored hash is no PHC string, as for an account nobody can log in to.
    return false
  }
}
