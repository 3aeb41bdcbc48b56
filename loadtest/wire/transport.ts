/** How frames travel: as lines over TCP or TLS, or as messages of a WebSocket over either. */
export const TRANSPORTS = ['tcp', 'tls', 'ws', 'wss'] as const
export type Transport = (typeof TRANSPORTS)[number]

export const isEncrypted = (transport: Transport): boolean =>
  transport === 'tls' || transport === 'wss'

export const isWebSocket = (transport: Transport): boolean =>
  transport === 'ws' || transport === 'wss'

/** A server's port, and the way to it. */
export interface Target {
  readonly host: string
  readonly port: number
  /** Absent: plain TCP. */
  readonly transport?: Transport
}

/** As one would type it: `wss://tea.lan:7700`, and plain TCP without a word before it. */
export function describeTarget({ host, port, transport = 'tcp' }: Target): string {
  return transport === 'tcp' ? `${host}:${port}` : `${transport}://${host}:${port}`
}
