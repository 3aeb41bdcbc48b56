import { useRef, useState } from 'preact/hooks'
import { useApp } from './app-context.ts'

export interface Act {
  /** Begins something; while it goes on, another wish is left aside. */
  run(work: () => Promise<void>): void
  readonly isBusy: boolean
  /** Why the last one failed, as a sentence. */
  readonly problem: string | undefined
  clear(): void
}

/** Something that the server is asked for by a button: it may take a moment, and it may fail right there. */
export function useAct(): Act {
  const app = useApp()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(undefined)
  const running = useRef(false)

  const work = async (act: () => Promise<void>): Promise<void> => {
    if (running.current) return
    running.current = true
    setBusy(true)
    setError(undefined)
    try {
      await act()
    } catch (cause) {
      setError(cause)
    } finally {
      running.current = false
      setBusy(false)
    }
  }
  return {
    run: (act) => void work(act),
    isBusy,
    problem: error === undefined ? undefined : app.sayError(error),
    clear: () => setError(undefined),
  }
}
