import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes a file that only this user can read, so that whoever looks finds all of it or what was there before, also after a power cut. What a kill leaves
 * behind has the name that the next try overwrites.
 */
export async function writeWhole(path: string, content: string): Promise<void> {
  const unfinished = `${path}.new`
  const file = await open(unfinished, 'w', 0o600)
  try {
    // What was left behind may have come by other hands, as with a copied folder.
    await file.chmod(0o600)
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(unfinished, path)
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
