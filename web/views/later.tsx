import { type ComponentChild, type FunctionComponent, h } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { loadSecondHalf, type SecondHalf } from '../browser/second-half.ts'
import { useApp } from './app-context.ts'

let half: SecondHalf | undefined
let begin: (half: SecondHalf) => void = () => undefined

/** What is to be done once when it has come. */
export function onRest(act: (half: SecondHalf) => void): void {
  begin = act
}

/** Fetches what is not needed at the first sight: it shall open at once when it is wanted, and without the server. */
export async function loadRest(): Promise<void> {
  const loaded = await loadSecondHalf()
  if (half === undefined) begin(loaded)
  half = loaded
}

/** A view of the second half; where that is not there yet, it comes now. */
export function later<P extends object>(
  pick: (half: SecondHalf) => FunctionComponent<P>,
): FunctionComponent<P> {
  return function Later(props: P): ComponentChild {
    const app = useApp()
    const [, setLoaded] = useState(false)
    useEffect(() => {
      if (half !== undefined) return
      loadRest().then(
        () => setLoaded(true),
        () => app.tell(app.texts.notLoaded, true),
      )
    }, [app])
    return half === undefined ? null : h(pick(half), props)
  }
}
