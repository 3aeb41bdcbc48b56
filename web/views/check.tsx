interface CheckProps {
  label: string
  isChecked: boolean
  isBusy?: boolean
  /** `box` shows already what is wanted. */
  onChange(isWanted: boolean, box: HTMLInputElement): void
}

/** A box with a tick, and what it says. */
export function Check({ label, isChecked, isBusy, onChange }: CheckProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={isChecked}
        disabled={isBusy}
        onChange={({ currentTarget }) => onChange(currentTarget.checked, currentTarget)}
      />
      {label}
    </label>
  )
}
