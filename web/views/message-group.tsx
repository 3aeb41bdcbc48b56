import type { Conversation } from '../desk/conversation.ts'
import type { Entry, Row } from '../model/rows.ts'
import { useApp, useDesk } from './app-context.ts'
import { MessageView } from './message-view.tsx'
import { WaitingView } from './waiting-view.tsx'

interface MessageGroupProps {
  group: Extract<Row, { kind: 'group' }>
  conversation: Conversation
}

/** What one person said in one go. */
export function MessageGroup({ group, conversation }: MessageGroupProps) {
  const app = useApp()
  const desk = useDesk()
  const { from, isOwn, at, entries } = group
  const calendar = app.calendar.value
  return (
    <article class={isOwn ? 'group own' : 'group'}>
      <header class="group-header">
        {isOwn ? (
          <span class="hidden">{app.texts.you}</span>
        ) : (
          <bdi class="name">{desk.circle.nameOf(from)}</bdi>
        )}
        <time class="figures" dateTime={isoOf(at)} title={calendar.full(at)}>
          {calendar.time(at)}
        </time>
      </header>
      {entries.map((entry) => (
        <EntryView key={keyOf(entry)} entry={entry} isOwn={isOwn} conversation={conversation} />
      ))}
    </article>
  )
}

interface EntryViewProps {
  entry: Entry
  isOwn: boolean
  conversation: Conversation
}

function EntryView({ entry, isOwn, conversation }: EntryViewProps) {
  if (entry.kind === 'waiting') {
    return <WaitingView message={entry.message} conversation={conversation} />
  }
  return <MessageView message={entry.message} isOwn={isOwn} conversation={conversation} />
}

const keyOf = (entry: Entry): string =>
  entry.kind === 'message' ? `m${entry.message.seq}` : `w${entry.message.cid}`

const isoOf = (at: number): string => new Date(Math.min(at, 8.64e15)).toISOString()
