import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Status } from '../../protocol/entities.ts'
import { isComposing } from '../model/entering.ts'
import { fitting, type PaletteItem } from '../model/palette.ts'
import { useApp, useDesk } from './app-context.ts'
import { Empty, StatusSign } from './bits.tsx'
import { Dialog } from './dialog.tsx'
import { paletteItems, searchItem } from './palette-items.ts'
import { useFound } from './use-found.ts'

/** One thing of the palette, and what happens when it is chosen. */
export interface PaletteEntry extends PaletteItem {
  readonly sign: string
  readonly status?: Status
  readonly detail: string
  run(): void
}

const LIMIT = 20

/** Any person, room or command by a piece of its name. */
export function Palette() {
  const app = useApp()
  const desk = useDesk()
  const { texts } = app
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const word = query.trim()
  const { found } = useFound(word, async (wanted) => {
    if (wanted === '') return undefined
    const [{ users }, { rooms }] = await Promise.all([
      desk.client.request('users.find', { query: wanted, limit: LIMIT }),
      desk.client.request('rooms.find', { query: wanted.replace(/^#/, ''), limit: LIMIT }),
    ])
    return { users, rooms }
  })
  const entries = [
    ...fitting(paletteItems(app, desk, found), word),
    ...(word === '' ? [] : [searchItem(app, word)]),
  ]
  const at = Math.min(chosen, Math.max(0, entries.length - 1))
  const close = (): void => {
    app.isPaletteOpen.value = false
  }
  const run = (entry: PaletteEntry | undefined): void => {
    if (entry === undefined) return
    close()
    entry.run()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event)) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setChosen((at + step + entries.length) % Math.max(1, entries.length))
    else if (event.key === 'Enter') run(entries[at])
    else return
    event.preventDefault()
  }
  useEffect(() => list.current?.children[at]?.scrollIntoView({ block: 'nearest' }), [at])

  return (
    <Dialog title={texts.paletteTitle} class="palette" onClose={close}>
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={entries.length > 0 ? `${listId}-${at}` : undefined}
        aria-label={texts.paletteLabel}
        placeholder={texts.paletteLabel}
        autocomplete="off"
        spellcheck={false}
        autofocus
        onInput={(event) => {
          setQuery(event.currentTarget.value)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} class="options" role="listbox" aria-label={texts.paletteLabel} ref={list}>
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the box above
          <div
            key={entry.key}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => run(entry)}
          >
            <EntrySign entry={entry} />
            <bdi class="name">{entry.label}</bdi>
            <span class="detail" dir="auto">
              {entry.detail}
            </span>
          </div>
        ))}
      </div>
      {entries.length === 0 && <Empty>{texts.nothingFits}</Empty>}
    </Dialog>
  )
}

function EntrySign({ entry }: { entry: PaletteEntry }) {
  if (entry.status !== undefined) return <StatusSign status={entry.status} />
  return (
    <span class="sign soft" aria-hidden="true">
      {entry.sign}
    </span>
  )
}
