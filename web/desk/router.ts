import type { ReadonlySignal } from '@preact/signals'
import type { Place } from '../model/place.ts'

/** Where one is, as the address bar says it. */
export interface Router {
  readonly place: ReadonlySignal<Place>
  /** Goes there; the browser's back button comes back from it. */
  push(place: Place): void
  /** Is there instead of here. */
  replace(place: Place): void
  back(): void
}
