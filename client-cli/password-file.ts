import { readFile } from 'node:fs/promises'

/** The first line of a password file. Rejects when it cannot be read. */
export async function readPasswordFile(file: string): Promise<string> {
  const [line = ''] = (await readFile(file, 'utf8')).split('\n')
  return line.replace(/\r$/, '')
}
