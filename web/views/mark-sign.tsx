import type { Mark } from '../model/receipts.ts'
import { fill } from '../model/speech.ts'
import { useApp } from './app-context.ts'

const PATHS = {
  waiting: 'M9 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z',
  stored: 'm5.5 8.5 2.7 3 4.8-6.5',
  delivered: 'm2.5 8.5 2.7 3L10 5M8.5 11l.7.5L14.5 5',
  read: 'm2.5 8.5 2.7 3L10 5M8.5 11l.7.5L14.5 5',
} as const

/** What became of one's own message: waits, is stored, has arrived, was read. In a room, by how many. */
export function MarkSign({ mark, readers = 0 }: { mark: Mark | 'waiting'; readers?: number }) {
  const { texts } = useApp()
  const label = {
    waiting: texts.markWaiting,
    stored: texts.markStored,
    delivered: texts.markDelivered,
    read: readers > 0 ? fill(texts.readBy, { count: readers }) : texts.markRead,
  }[mark]
  return (
    <span class={`mark-sign ${mark}`} role="img" aria-label={label} title={label}>
      <svg viewBox="0 0 18 16" aria-hidden="true" focusable="false">
        {mark === 'read' && <rect class="fill" width="18" height="16" rx="5" />}
        <path d={PATHS[mark]} />
      </svg>
    </span>
  )
}
