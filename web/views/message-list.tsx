import { batch } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { ScrollKeeper } from '../browser/scroll-keeper.ts'
import type { Conversation } from '../desk/conversation.ts'
import { type Row, rowsOf } from '../model/rows.ts'
import { useApp, useDesk } from './app-context.ts'
import { Icon } from './icon.tsx'
import { later } from './later.tsx'
import { MessageGroup } from './message-group.tsx'
import { toLatest } from './to-latest.ts'

const NoHistory = later((half) => half.NoHistory)

interface MessageListProps {
  conversation: Conversation
  keeper: RefObject<ScrollKeeper | undefined>
}

/** What was said, from the oldest that is here to the newest. More comes from the server as one scrolls. */
export function MessageList({ conversation, keeper }: MessageListProps) {
  const { texts } = useApp()
  const desk = useDesk()
  const box = useRef<HTMLElement>(null)
  useKeeper(conversation, box, keeper)

  conversation.version.value
  const { window } = conversation
  const failure = conversation.failure.value
  const isEmpty = window.messages.length === 0 && window.waiting.length === 0
  const rows = rowsOf({
    messages: window.messages,
    waiting: window.waiting,
    me: desk.circle.me.value?.user ?? '',
    unreadFrom: conversation.unreadFrom.value,
  })
  return (
    <div class="messages-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section class="messages" ref={box} tabIndex={0} aria-label={texts.messages}>
        <div class="messages-inner">
          <Beginning conversation={conversation} isEmpty={isEmpty} />
          {failure !== undefined && <NoHistory conversation={conversation} failure={failure} />}
          {rows.map((row) => (
            <RowView key={row.key} row={row} conversation={conversation} />
          ))}
        </div>
      </section>
      <ToLatest conversation={conversation} keeper={keeper} />
    </div>
  )
}

/** Puts the list back into its place after each drawing, and tells the desk what is seen. */
function useKeeper(
  conversation: Conversation,
  box: RefObject<HTMLElement | null>,
  keeper: MessageListProps['keeper'],
): void {
  const desk = useDesk()
  const goal = conversation.goal.value
  const reached = useRef(0)

  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const made = new ScrollKeeper(element, {
      isWhole: () => conversation.window.isLoaded && !conversation.window.hasNewer,
      onEnd(isAtEnd) {
        conversation.isAtEnd = isAtEnd
        batch(() => desk.look())
      },
      onNearTop: () => void desk.chats.older(conversation),
      onNearBottom: () => void desk.chats.newer(conversation),
    })
    keeper.current = made
    const onScroll = (): void => made.look()
    element.addEventListener('scroll', onScroll, { passive: true })
    const sizes = new ResizeObserver(() => {
      if (conversation.window.isLoaded) made.restore()
    })
    sizes.observe(element)
    return () => {
      conversation.isAtEnd = false
      sizes.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [conversation, desk])

  // No list of dependencies: every drawing may have moved something.
  useLayoutEffect(() => {
    if (!conversation.window.isLoaded) return
    keeper.current?.restore()
    if (goal === undefined || goal.wish === reached.current) return
    if (keeper.current?.toMessage(goal.seq) === true) reached.current = goal.wish
  })

  useEffect(() => {
    // Whoever comes back later shall not be taken there again.
    reached.current = 0
    return () => {
      conversation.goal.value = undefined
    }
  }, [conversation])
}

function Beginning({ conversation, isEmpty }: { conversation: Conversation; isEmpty: boolean }) {
  const { texts } = useApp()
  const { window } = conversation
  const fetching = conversation.fetching.value
  if (fetching === 'latest' || fetching === 'older') return <p class="beginning">{texts.loading}</p>
  if (!window.isLoaded || window.hasOlder) return <p class="beginning" />
  return <p class="beginning">{isEmpty ? texts.nothingSaid : texts.beginning}</p>
}

function RowView({ row, conversation }: { row: Row; conversation: Conversation }) {
  const app = useApp()
  switch (row.kind) {
    case 'day':
      return (
        <h2 class="day-line">
          <span>{app.calendar.value.day(row.at, app.now())}</span>
        </h2>
      )
    case 'unread':
      return (
        <p class="unread-line">
          <span>{app.texts.newBelowLine}</span>
        </p>
      )
    case 'group':
      return <MessageGroup group={row} conversation={conversation} />
  }
}

function ToLatest({ conversation, keeper }: MessageListProps) {
  const { texts } = useApp()
  const desk = useDesk()
  const count = conversation.newBelow.value
  const isAway = conversation.isAway.value
  if (!isAway) return null
  const go = (): void => void toLatest(desk, conversation, keeper)
  return (
    <button type="button" class="to-latest" onClick={go}>
      {count > 0 && <span class="badge figures">{count}</span>}
      {count > 0 ? texts.newMessages : texts.toLatest}
      <Icon name="down" />
    </button>
  )
}
