import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes what is nobody else's business: mode 0600, in a folder of mode 0700 that is made where it is not there. The file is replaced as
 * a whole, so that a crash leaves the old one or the new one. Rejects when that cannot be done.
 */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  const folder = dirname(file)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // mkdir leaves a folder alone that is there already.
  await chmod(folder, 0o700)
  const temporary = `${file}.${randomBytes(6).toString('hex')}`
  try {
    // `wx` follows no link and overwrites nothing; the mode holds from the first byte on.
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(text)
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
