import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { AdminEvent, AdminRequestType } from '../../protocol/admin.ts'
import { AdminClient, AdminError } from './admin-client.ts'
import type { AdminFields, AdminOptions, AdminTask } from './admin-task.ts'
import { ANSWERS } from './answers.ts'
import { askList, isList, type ListName } from './lists.ts'
import { seedUsers } from './seed-users.ts'
import { statsTable } from './stats-table.ts'
import { harmless, wallTime } from './text-table.ts'

const EXIT_OK = 0
const EXIT_FAILED = 1
const EXIT_NO_SERVER = 69
const NO_SERVER = new Set(['ENOENT', 'ECONNREFUSED', 'EACCES', 'EPERM'])

/** Carries out one task and resolves with the exit code. What goes wrong is one line. */
export async function admin(task: AdminTask, options: AdminOptions): Promise<number> {
  try {
    const client = await AdminClient.connect(options.socket, options.operator)
    try {
      await carryOut(client, task, options)
    } finally {
      client.close()
    }
    return EXIT_OK
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    options.errorOutput.write(`teahouse: ${harmless(message)}\n`)
    return error instanceof AdminError && NO_SERVER.has(code ?? '') ? EXIT_NO_SERVER : EXIT_FAILED
  }
}

async function carryOut(
  client: AdminClient,
  task: AdminTask,
  options: AdminOptions,
): Promise<void> {
  if (task.name === 'users seed') return seed(client, task, options)
  if (task.name === 'stats watch') {
    await client.ask('watch', { stats: true })
    return follow(client, options)
  }
  if (task.name === 'log') {
    await client.ask('watch', { log: task.level })
    return follow(client, options)
  }
  await ask(client, task.name, task.fields, options)
  // The server closes this socket when it has stopped; it may take as long as the operator allowed.
  if (task.name === 'drain') await client.closed
}

async function ask<T extends AdminRequestType>(
  client: AdminClient,
  name: T,
  fields: AdminFields<T>,
  { output, json }: AdminOptions,
): Promise<void> {
  const isLong = isList(name)
  const reply = isLong
    ? await askList(client, name, fields as AdminFields<ListName>)
    : await client.ask(name, fields)
  if (!json) {
    const answer = (ANSWERS as Record<string, (reply: unknown, fields: unknown) => string>)[name]
    output.write(answer?.(reply, fields) ?? '')
  } else if (isLong) {
    const [rows = []] = Object.values(reply).filter((value) => Array.isArray(value)) as object[][]
    output.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  } else {
    output.write(`${JSON.stringify(reply)}\n`)
  }
}

/** Until the server is gone, or whoever reads our output is. */
async function follow(client: AdminClient, { output, json }: AdminOptions): Promise<void> {
  client.onEvent = (event) => {
    output.write(json ? `${JSON.stringify(event)}\n` : eventText(event))
  }
  output.once('error', () => client.close())
  await client.closed
}

function eventText(event: AdminEvent): string {
  if (event.type === 'stats') return `${statsTable(event)}\n`
  if (event.type === 'log.dropped') return `… ${event.lines} lines left out\n`
  const { at, level, message, fields } = event
  const rest = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`
  return `${harmless(`${wallTime(at)} ${level.toUpperCase()} ${message}${rest}`)}\n`
}

async function seed(
  client: AdminClient,
  task: Extract<AdminTask, { name: 'users seed' }>,
  { output, errorOutput }: AdminOptions,
): Promise<void> {
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
