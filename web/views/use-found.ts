import { useEffect, useState } from 'preact/hooks'

/** A word is looked for when one has stopped typing it. */
const FIND_AFTER_MS = 200

/** What the server finds for what is being typed; `undefined` before it has answered. An answer to an older word is dropped. */
export function useFound<T>(
  query: string,
  find: (query: string) => Promise<T>,
): { found: T | undefined; error: unknown } {
  const [state, setState] = useState<{ found: T | undefined; error: unknown }>({
    found: undefined,
    error: undefined,
  })
  useEffect(() => {
    let isCurrent = true
    const timer = setTimeout(() => {
      find(query).then(
        (found) => isCurrent && setState({ found, error: undefined }),
        (error: unknown) => isCurrent && setState(({ found }) => ({ found, error })),
      )
    }, FIND_AFTER_MS)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
    // What finds is made anew at each drawing; what is looked for is the word.
  }, [query])
  return state
}
