import { type AdminReplyOf, MAX_ADMIN_PAGE } from '../../protocol/admin.ts'
import type { AdminClient } from './admin-client.ts'
import type { AdminFields } from './admin-task.ts'

const LISTS = ['sessions', 'users', 'rooms', 'audit'] as const
export type ListName = (typeof LISTS)[number]
type Fields = AdminFields<'sessions'> & AdminFields<'users'> & AdminFields<'audit'>
type Reply = AdminReplyOf<ListName>

export const isList = (name: string): name is ListName => LISTS.some((list) => list === name)

/** As many rows as were asked for, page by page. */
export async function askList(
  client: AdminClient,
  name: ListName,
  fields: AdminFields<ListName>,
): Promise<Reply> {
  const { limit = MAX_ADMIN_PAGE } = fields
  const rows: object[] = []
  let from: Partial<Fields> = {}
  for (;;) {
    const page = { ...fields, ...from, limit: Math.min(limit - rows.length, MAX_ADMIN_PAGE) }
    const reply = (await client.ask(name, page as AdminFields<typeof name>)) as Reply
    const key = name === 'audit' ? 'entries' : name
    const more = (reply as unknown as Record<string, object[]>)[key] ?? []
    rows.push(...more)
    if (rows.length >= limit || more.length < page.limit) return { ...reply, [key]: rows } as Reply
    from = nextPage(name, rows.length, more.at(-1) ?? {})
  }
}

function nextPage(
  name: ListName,
  offset: number,
  last: { user?: string; room?: string; entry?: number },
): Partial<Fields> {
  if (name === 'sessions') return { offset }
  if (name === 'audit') return { before: last.entry ?? 0 }
  return { after: last.user ?? last.room ?? '' }
}
