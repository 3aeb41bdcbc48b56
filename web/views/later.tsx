import { type ComponentChild, type FunctionComponent, h } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useApp } from './app-context.ts'

type Load<P> = () => Promise<FunctionComponent<P>>

const loads: Load<never>[] = []

/** A view whose code comes when it is first wanted, so that the page is there sooner. */
export function later<P extends object>(load: Load<P>): FunctionComponent<P> {
  let view: FunctionComponent<P> | undefined
  const ready = async (): Promise<FunctionComponent<P>> => {
    view ??= await load()
    return view
  }
  loads.push(ready as Load<never>)
  return function Later(props: P): ComponentChild {
    const app = useApp()
    const [, setLoaded] = useState(view !== undefined)
    useEffect(() => {
      if (view !== undefined) return
      ready().then(
        () => setLoaded(true),
        // The server is away, or has another version of this page by now.
        () => app.tell(app.say('notLoaded'), true),
      )
    }, [app])
    return view === undefined ? null : h(view, props)
  }
}

/** Fetches all of them while nothing else is to be done: they shall open at once, and without the server. */
export function loadRest(): void {
  for (const load of loads) {
    load().catch(() => {
      // It is tried again when it is wanted, and said then.
    })
  }
}
