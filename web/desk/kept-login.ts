import type { Shelf } from '../model/shelf.ts'

export const LOGIN_KEY = 'login'

export interface KeptLogin {
  readonly user: string
  readonly token: string
}

/** Who was logged in here last, and the token that lets them in again. It is as good as a password until they log out. */
export function readLogin(shelf: Shelf): KeptLogin | undefined {
  try {
    const { user, token } = JSON.parse(shelf.get(LOGIN_KEY) ?? '{}') as Record<string, unknown>
    return typeof user === 'string' && typeof token === 'string' ? { user, token } : undefined
  } catch {
    // Damaged: the same as never having logged in.
    return undefined
  }
}

export function keepLogin(shelf: Shelf, login: KeptLogin): void {
  shelf.set(LOGIN_KEY, JSON.stringify(login))
}
