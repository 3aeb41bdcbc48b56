import { useState } from 'preact/hooks'

interface SureButtonProps {
  label: string
  question: string
  isBusy: boolean
  onClick(): void
}

/** For what cannot be undone: the first click asks, the second does it, and whoever goes elsewhere has thought better of it. */
export function SureButton({ label, question, isBusy, onClick }: SureButtonProps) {
  const [isAsked, setAsked] = useState(false)
  return (
    <button
      type="button"
      class="danger"
      disabled={isBusy}
      onClick={isAsked ? onClick : () => setAsked(true)}
      onBlur={() => setAsked(false)}
    >
      {isAsked ? question : label}
    </button>
  )
}
