import { type Context, createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { App } from '../desk/app.ts'
import type { Desk } from '../desk/desk.ts'

export const AppContext = createContext<App | undefined>(undefined)
export const DeskContext = createContext<Desk | undefined>(undefined)

export const useApp = (): App => useGiven(AppContext)

/** Only below what is shown to somebody who is logged in. */
export const useDesk = (): Desk => useGiven(DeskContext)

function useGiven<T>(context: Context<T | undefined>): T {
  const given = useContext(context)
  if (given === undefined) throw new Error('a view outside of what it shows')
  return given
}
