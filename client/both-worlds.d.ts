/**
 * What a browser and Node have in common and a client may use: no more than is declared here exists when client/ is type-checked by itself
 * (client/tsconfig.json). The rest of the tree sees Node's own declarations instead.
 */

declare function setTimeout(callback: () => void, delayMs?: number): number
declare function clearTimeout(timer: number | undefined): void
declare function setInterval(callback: () => void, delayMs?: number): number
declare function clearInterval(timer: number | undefined): void

declare const performance: { now(): number }

/** Of `crypto` only what works in a page that was not loaded over https. */
declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array }

declare class TextEncoder {
  encode(text: string): Uint8Array
}

interface AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

declare class AbortController {
  readonly signal: AbortSignal
  abort(reason?: unknown): void
}
