import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { useApp } from './app-context.ts'
import { IconButton } from './bits.tsx'

interface DialogProps {
  title: string
  onClose(): void
  class?: string
  children: ComponentChildren
}

/**
 * Something that lies over everything else. The browser's own dialog keeps the focus inside, makes the rest inert, closes at Esc, and gives the
 * focus back to where it was.
 */
export function Dialog({ title, onClose, children, ...rest }: DialogProps) {
  const { texts } = useApp()
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  // A layout effect ends while the dialog is still in the page: one that was removed first gives the focus back to nobody.
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the key for it
    <dialog
      ref={ref}
      class={rest.class}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        // The dialog itself is only hit beside what is in it.
        if (event.target === ref.current) onClose()
      }}
    >
      <div class="dialog-body">
        <header class="bar">
          <h2 id={id}>{title}</h2>
          <IconButton icon="close" label={texts.close} onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  )
}
