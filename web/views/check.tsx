interface CheckProps {
  label: string
  isChecked: boolean
  isBusy?: boolean
  /** What it is now is decided by `isChecked`; until then it stays as it was. */
  onChange(isWanted: boolean): void
}

/** A box with a tick, and what it says. */
export function Check({ label, isChecked, isBusy, onChange }: CheckProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={isChecked}
        disabled={isBusy}
        onChange={({ currentTarget }) => {
          const isWanted = currentTarget.checked
          currentTarget.checked = isChecked
          onChange(isWanted)
        }}
      />
      {label}
    </label>
  )
}
