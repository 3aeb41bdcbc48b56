/** Drawn on 20 × 20 with round lines, in the colour of the text around. */
const PATHS = {
  back: 'M12.5 4 6.5 10l6 6',
  close: 'M5 5l10 10M15 5 5 15',
  search: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM13 13l4 4',
  details: 'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15ZM10 9v5M10 6.2v.2',
  send: 'M3.5 10h12M10.5 4.5 16 10l-5.5 5.5',
  down: 'M4.5 7.5 10 13l5.5-5.5',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}
