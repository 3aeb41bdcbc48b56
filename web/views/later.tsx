import { signal } from '@preact/signals'
import { type ComponentChild, type FunctionComponent, h } from 'preact'
import { useEffect } from 'preact/hooks'
import { useApp } from './app-context.ts'

export type SecondHalf = typeof import('../more.ts')

/** The second half of the page's code, when it has come. */
export const half = signal<SecondHalf | undefined>(undefined)

/**
 * Fetches what is not needed at the first sight: it shall open at once when it is wanted, and without the server. Rejects when the server is away, or has another
 * version of the page by now; asked again, it tries again.
 */
export async function loadHalf(): Promise<void> {
  half.value ??= await import('../more.ts')
}

/** A view of the second half; where that is not there yet, it comes now. */
export function later<P extends object>(
  pick: (half: SecondHalf) => FunctionComponent<P>,
): FunctionComponent<P> {
  return function Later(props: P): ComponentChild {
    const app = useApp()
    useEffect(() => {
      loadHalf().catch(() => app.tell(app.texts.notLoaded, true))
    }, [app])
    return half.value && h(pick(half.value), props)
  }
}
