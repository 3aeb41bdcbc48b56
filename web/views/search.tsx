import { useState } from 'preact/hooks'
import type { Message } from '../../protocol/entities.ts'
import { isRoomAddress } from '../../protocol/names.ts'
import { goToMessage } from '../desk/go-to-message.ts'
import { highlighted } from '../model/highlight.ts'
import { fill } from '../model/speech.ts'
import { useApp, useDesk } from './app-context.ts'
import { Beside } from './beside.tsx'
import { Empty, Problem } from './bits.tsx'
import { Check } from './check.tsx'
import { useAct } from './use-act.ts'
import { useFound } from './use-found.ts'

const PAGE = 30
/** Where there is room beside the conversation, as the style sheet has it. */
const isWide = (): boolean => matchMedia('(min-width: 960px)').matches

/** Looks for what was said, here or everywhere, and goes there. */
export function Search() {
  const app = useApp()
  const { texts } = app
  const desk = useDesk()
  const { chat } = app.place.value
  const [isEverywhere, setEverywhere] = useState(chat === undefined)
  const word = app.searchWord.value
  const query = word.trim()
  const scope = isEverywhere ? undefined : chat
  const { found, error } = useFound(`${scope ?? ''}\n${query}`, async () => {
    if (query === '') return undefined
    const fields = { query, limit: PAGE, ...(scope !== undefined && { chat: scope }) }
    return { fields, ...(await desk.client.request('search', fields)) }
  })
  return (
    <Beside title={texts.search}>
      <search class="beside-body">
        <input
          type="search"
          aria-label={texts.searchLabel}
          placeholder={texts.searchLabel}
          maxLength={200}
          value={word}
          autofocus
          onInput={(event) => {
            app.searchWord.value = event.currentTarget.value
          }}
        />
        {chat !== undefined && (
          <Check label={texts.searchEverywhere} isChecked={isEverywhere} onChange={setEverywhere} />
        )}
        <Problem text={error === undefined ? undefined : app.sayError(error)} />
        {query !== '' && found !== undefined && (
          <Results
            key={`${found.fields.query} ${found.fields.chat ?? ''}`}
            query={query}
            first={found}
            more={async (page) => await desk.client.request('search', { ...found.fields, page })}
          />
        )}
        {query === '' && <Empty>{texts.searchHint}</Empty>}
      </search>
    </Beside>
  )
}

interface Page {
  messages: readonly Message[]
  next?: string
}

interface ResultsProps {
  query: string
  first: Page
  more(page: string): Promise<Page>
}

function Results({ query, first, more }: ResultsProps) {
  const { texts } = useApp()
  const act = useAct()
  const [further, setFurther] = useState<readonly Page[]>([])
  const pages = [first, ...further]
  const messages = pages.flatMap((page) => page.messages)
  const next = pages.at(-1)?.next
  return (
    <>
      <p class="hidden" role="status">
        {fill(texts.foundCount, { count: messages.length })}
      </p>
      {messages.length === 0 && next === undefined && <Empty>{texts.nothingFound}</Empty>}
      <ol class="results">
        {messages.map((message) => (
          <Result key={`${message.chat} ${message.seq}`} message={message} query={query} />
        ))}
      </ol>
      <Problem text={act.problem} />
      {next !== undefined && (
        <button
          type="button"
          disabled={act.isBusy}
          onClick={() =>
            act.run(async () => {
              const page = await more(next)
              setFurther((before) => [...before, page])
            })
          }
        >
          {texts.searchFurther}
        </button>
      )}
    </>
  )
}

function Result({ message, query }: { message: Message; query: string }) {
  const app = useApp()
  const desk = useDesk()
  const { chat, from, at, text } = message
  const who = desk.isMe(from) ? app.texts.you : desk.circle.nameOf(from)
  const where = isRoomAddress(chat) || desk.isMe(from) ? ` · ${desk.circle.nameOf(chat)}` : ''
  return (
    <li>
      <button
        type="button"
        class="result"
        onClick={() => void goToMessage(app, desk, message, isWide())}
      >
        <span class="result-head">
          <bdi class="name">{who + where}</bdi>
          <time class="figures soft" title={app.calendar.value.full(at)}>
            {app.calendar.value.short(at, app.now())}
          </time>
        </span>
        <span class="result-text" dir="auto">
          {highlighted(text, query).map(({ text: piece, isHit }, index) =>
            isHit ? <mark key={index}>{piece}</mark> : piece,
          )}
        </span>
      </button>
    </li>
  )
}
