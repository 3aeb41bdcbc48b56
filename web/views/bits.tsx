import type { ComponentChildren } from 'preact'
import type { Status } from '../../protocol/entities.ts'
import { useApp } from './app-context.ts'
import { Icon, type IconName } from './icon.tsx'

const SIGNS: Readonly<Record<Status, string>> = { online: '●', away: '◐', offline: '○' }

/** How somebody is, as a sign; the word for it is there for whoever does not see the sign. */
export function StatusSign({ status }: { status: Status }) {
  const { texts } = useApp()
  return (
    <span class={`sign ${status}`} role="img" aria-label={texts[status]} title={texts[status]}>
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

/** The mark of the house, as it is on the tab and before the script has run. */
export function Mark() {
  return <img class="mark" src="/icon.svg" alt="" />
}
