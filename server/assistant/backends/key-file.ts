import { readFile } from 'node:fs/promises'
import { ConfigError } from '../../config.ts'

const MAX_KEY_LENGTH = 4_096

/** The key of a back end: the first line of a file. Read once, at the start. @throws ConfigError, which says nothing of what the file holds */
export async function readKeyFile(path: string): Promise<string> {
  const key = (await readLines(path))[0]?.trim() ?? ''
  // It becomes part of a header: anything else would be refused later, in an error that quotes it.
  if (/^[\x21-\x7e]+$/.test(key) && key.length <= MAX_KEY_LENGTH) return key
  throw wrong('must hold the key as its first line: letters, digits and signs without spaces')
}

async function readLines(path: string): Promise<string[]> {
  try {
    return (await readFile(path, 'utf8')).split('\n', 1)
  } catch (error) {
    throw wrong(`cannot be read: ${(error as NodeJS.ErrnoException).code}`)
  }
}

const wrong = (message: string): ConfigError =>
  new ConfigError([{ option: 'assistant-key-file', message }])
