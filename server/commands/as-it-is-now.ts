import type { Services } from './services.ts'

/** Each time somebody took a message back meanwhile, which is rare; who would read on for ever is given what there is. */
const MAX_ATTEMPTS = 3

/**
 * Reads a page of messages, and reads it again when one was recalled meanwhile: who has been told that a message is gone must not be given its text
 * after that.
 */
export async function asItIsNow<T>(
  { directory }: Services,
  readPage: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const { recalls } = directory
    const page = await readPage()
    if (directory.recalls === recalls || attempt === MAX_ATTEMPTS) return page
  }
}
