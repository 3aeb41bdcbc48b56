import { signal } from '@preact/signals'
import type { Router } from '../desk/router.ts'
import { type Place, placeAbove, placeOfHash, placeToHash } from '../model/place.ts'

/** How many steps of the history are this page's own, so that "back" never leaves it. */
function depth(): number {
  const state: unknown = history.state
  const steps = (state as { depth?: unknown } | null)?.depth
  return typeof steps === 'number' ? steps : 0
}

export function hashRouter(): Router {
  const place = signal(placeOfHash(location.hash))
  const read = (): void => {
    place.value = placeOfHash(location.hash)
  }
  addEventListener('popstate', read)
  addEventListener('hashchange', read)
  const replace = (next: Place): void => {
    history.replaceState({ depth: depth() }, '', placeToHash(next))
    read()
  }
  return {
    place,
    replace,
    push(next) {
      if (placeToHash(next) === placeToHash(place.peek())) return
      history.pushState({ depth: depth() + 1 }, '', placeToHash(next))
      read()
    },
    back() {
      if (depth() > 0) history.back()
      else replace(placeAbove(place.peek()))
    },
  }
}
