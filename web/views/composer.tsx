import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Message } from '../../protocol/entities.ts'
import { MAX_TEXT_LENGTH } from '../../protocol/limits.ts'
import { isRoomAddress } from '../../protocol/names.ts'
import type { ScrollKeeper } from '../browser/scroll-keeper.ts'
import type { Conversation } from '../desk/conversation.ts'
import { meaningOf } from '../model/entering.ts'
import { lastOwn } from '../model/last-own.ts'
import { fill } from '../model/speech.ts'
import { useApp, useDesk } from './app-context.ts'
import { Problem } from './bits.tsx'
import { Icon } from './icon.tsx'
import { toLatest } from './to-latest.ts'

interface ComposerProps {
  conversation: Conversation
  keeper: RefObject<ScrollKeeper | undefined>
}

/** A draft is kept when one has paused for so long. */
const KEEP_AFTER_MS = 300
/** So near to the longest text one is told how much is left. */
const TELL_LEFT = 500
const GROWS_BY_ITSELF = 'fieldSizing' in document.documentElement.style

/** Where one writes. The text lives in the box itself: nothing is drawn again while one types. */
export function Composer({ conversation, keeper }: ComposerProps) {
  const app = useApp()
  const desk = useDesk()
  const { texts } = app
  const { chat } = conversation
  const box = useRef<HTMLTextAreaElement>(null)
  const [problem, setProblem] = useState<string>()
  const [left, setLeft] = useState<number>()
  const [edited, setEdited] = useState<Message>()
  const keep = useKeptDraft(chat, box)

  const write = (text: string): void => {
    if (box.current === null) return
    box.current.value = text
    changed()
  }
  const changed = (): void => {
    const text = box.current?.value ?? ''
    grow(box.current)
    setProblem(undefined)
    setLeft(roomLeft(text))
    keep(text)
    if (text !== '') desk.typed(chat)
  }
  const send = (): void => {
    const text = box.current?.value.trim() ?? ''
    if (text === '') return
    try {
      desk.send(conversation, text)
    } catch (error) {
      // What cannot be sent stays where it can be made shorter, or sent later.
      setProblem(app.sayError(error))
      return
    }
    if (edited !== undefined) takeBack(edited)
    setEdited(undefined)
    write('')
    void toLatest(desk, conversation, keeper)
    box.current?.focus()
  }
  const takeBack = ({ seq }: Message): void => {
    desk.recall(conversation, seq).catch(app.failed)
  }
  const editLast = (): void => {
    const last = lastOwn(conversation.window, (user) => desk.isMe(user), app.now())
    if (last === undefined) return
    write(last.message.text)
    if (last.mayRecall) setEdited(last.message)
  }
  const leave = (): void => {
    if (edited !== undefined) {
      setEdited(undefined)
      write('')
    } else if (conversation.isAway.peek()) void toLatest(desk, conversation, keeper)
    else app.back()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const isEmpty = box.current?.value === ''
    const meaning = meaningOf(event, isEmpty, app.settings.value.ctrlSends)
    if (event.key === 'PageUp' || event.key === 'PageDown') {
      event.preventDefault()
      return keeper.current?.page(event.key === 'PageUp' ? -1 : 1)
    }
    if (meaning === undefined) return
    event.preventDefault()
    // The shortcuts of the whole page have an Escape as well.
    event.stopPropagation()
    if (meaning === 'send') send()
    else if (meaning === 'newline') insert(box.current, '\n', changed)
    else if (meaning === 'last') editLast()
    else leave()
  }

  const name = isRoomAddress(chat) ? chat : desk.circle.nameOf(chat)
  const isTooLong = left !== undefined && left < 0
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {edited !== undefined && (
        <p class="editing">
          {texts.editing}{' '}
          <button type="button" class="link" onClick={leave}>
            {texts.cancel}
          </button>
        </p>
      )}
      <div class="composer-row">
        <textarea
          id="message"
          ref={box}
          rows={1}
          dir="auto"
          aria-label={fill(texts.writeTo, { name })}
          placeholder={fill(texts.writeTo, { name })}
          aria-keyshortcuts={app.settings.value.ctrlSends ? 'Control+Enter' : 'Enter'}
          enterkeyhint={app.settings.value.ctrlSends ? 'enter' : 'send'}
          onInput={changed}
          onKeyDown={onKeyDown}
        />
        <button
          type="submit"
          class="send"
          aria-label={texts.send}
          title={texts.send}
          disabled={isTooLong}
        >
          <Icon name="send" />
        </button>
      </div>
      {left !== undefined && (
        <p class={isTooLong ? 'left problem' : 'left hint'} role="status">
          {fill(isTooLong ? texts.tooLongBy : texts.lettersLeft, { count: Math.abs(left) })}
        </p>
      )}
      <Problem text={problem} />
    </form>
  )
}

/** The draft of this chat is in the box when it is shown, and kept as it changes. Answers what keeps it. */
function useKeptDraft(
  chat: string,
  box: RefObject<HTMLTextAreaElement | null>,
): (text: string) => void {
  const { drafts } = useDesk()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return undefined
    element.value = drafts.get(chat)
    grow(element)
    const keepNow = (): void => {
      clearTimeout(timer.current)
      drafts.set(chat, element.value)
    }
    addEventListener('pagehide', keepNow)
    return () => {
      removeEventListener('pagehide', keepNow)
      keepNow()
    }
  }, [chat, drafts])
  useEffect(() => {
    // On a phone the keyboard would jump up and hide what one came to read.
    if (matchMedia('(hover: hover)').matches) box.current?.focus({ preventScroll: true })
  }, [chat])
  return (text) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => drafts.set(chat, text), KEEP_AFTER_MS)
  }
}

/** `undefined` while there is plenty. A unit of the text is never more than a letter, so that most texts need not be counted. */
function roomLeft(text: string): number | undefined {
  if (text.length < MAX_TEXT_LENGTH - TELL_LEFT) return undefined
  const left = MAX_TEXT_LENGTH - [...text].length
  return left <= TELL_LEFT ? left : undefined
}

function insert(box: HTMLTextAreaElement | null, text: string, then: () => void): void {
  if (box === null) return
  box.setRangeText(text, box.selectionStart, box.selectionEnd, 'end')
  then()
}

function grow(box: HTMLTextAreaElement | null): void {
  if (box === null || GROWS_BY_ITSELF) return
  box.style.height = 'auto'
  box.style.height = `${box.scrollHeight}px`
}
