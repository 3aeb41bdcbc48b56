import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { App } from '../desk/app.ts'
import type { Desk } from '../desk/desk.ts'

export const AppContext = createContext<App | undefined>(undefined)
export const DeskContext = createContext<Desk | undefined>(undefined)

export function useApp(): App {
  const app = useContext(AppContext)
  if (app === undefined) throw new Error('a view outside of the app')
  return app
}

/** Only below what is shown to somebody who is logged in. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === undefined) throw new Error('a view outside of the desk')
  return desk
}
