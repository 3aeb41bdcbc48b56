import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { AdminClient, AdminError } from './admin-client.ts'
import { type SeedOptions, seedUsers } from './seed-users.ts'
import { statsTable } from './stats-table.ts'

/** One command line of `teahouse admin`. */
export type AdminTask =
  | { name: 'stats' }
  /** `out`: a file for the JSON lines, standard output when absent. */
  | ({ name: 'users seed'; out: string | undefined } & SeedOptions)

export interface AdminOptions {
  /** Path of the admin socket. */
  socket: string
  json: boolean
  output: Writable
  errorOutput: Writable
}

const EXIT_OK = 0
const EXIT_FAILED = 1
const EXIT_NO_SERVER = 69
const NO_SERVER = new Set(['ENOENT', 'ECONNREFUSED', 'EACCES', 'EPERM'])

/** Carries out one task and resolves with the exit code. What goes wrong is one line. */
export async function admin(task: AdminTask, options: AdminOptions): Promise<number> {
  try {
    const client = await AdminClient.connect(options.socket)
    try {
      await carryOut(client, task, options)
    } finally {
      client.close()
    }
    return EXIT_OK
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    options.errorOutput.write(`teahouse: ${message}\n`)
    return error instanceof AdminError && NO_SERVER.has(code ?? '') ? EXIT_NO_SERVER : EXIT_FAILED
  }
}

async function carryOut(
  client: AdminClient,
  task: AdminTask,
  options: AdminOptions,
): Promise<void> {
  const { output, errorOutput, json } = options
  if (task.name === 'stats') {
    const stats = await client.ask('stats', {})
    output.write(json ? `${JSON.stringify(stats)}\n` : statsTable(stats))
    return
  }
  const file = task.out === undefined ? output : createWriteStream(task.out, { mode: 0o600 })
  if (task.out !== undefined) await once(file, 'open')
  let made = 0
  for await (const users of seedUsers(client, task)) {
    file.write(users.map((user) => `${JSON.stringify(user)}\n`).join(''))
    made += users.length
  }
  if (task.out === undefined) return
  file.end()
  await once(file, 'finish')
  errorOutput.write(`${made.toLocaleString('en-US')} accounts in ${task.out}\n`)
}
