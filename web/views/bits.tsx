import type { ComponentChildren } from 'preact'
import type { Status } from '../../protocol/entities.ts'
import { useApp } from './app-context.ts'
import { Icon, type IconName } from './icon.tsx'

const SIGNS: Readonly<Record<Status, string>> = { online: '●', away: '◐', offline: '○' }

/** How somebody is, as a sign; the word for it is there for whoever does not see the sign. */
export function StatusSign({ status }: { status: Status }) {
  const { say } = useApp()
  return (
    <span class={`sign ${status}`} role="img" aria-label={say(status)} title={say(status)}>
      {SIGNS[status]}
    </span>
  )
}

interface IconButtonProps {
  icon: IconName
  label: string
  onClick(): void
  class?: string
  isPressed?: boolean
}

export function IconButton({ icon, label, onClick, isPressed, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      class={`icon-button ${rest.class ?? ''}`}
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  )
}

/** What went wrong, where it did. */
export function Problem({ text }: { text: string | undefined }) {
  return (
    <p class="problem" role="alert">
      {text}
    </p>
  )
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>
}

interface FieldProps {
  label: string
  hint?: string
  children: ComponentChildren
}

export function Field({ label, hint, children }: FieldProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is its child
    <label class="field">
      <span class="field-label">{label}</span>
      {children}
      {hint === undefined ? undefined : <span class="hint">{hint}</span>}
    </label>
  )
}

/** The mark of the house: a cup, and what rises from it. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <path class="mark-cup" d="M9 21h26v6c0 8-5 13-13 13S9 35 9 27z" />
      <path class="mark-line" d="M35 23h2.5a4.5 4.5 0 0 1 0 9h-3.6M12 44h20" />
      <path class="mark-line" d="M17 15c-2-3 2-5 0-8M27 15c-2-3 2-5 0-8" />
    </svg>
  )
}
