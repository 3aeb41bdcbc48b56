export interface Address {
  readonly host: string
  readonly port: number
}

/** As it is typed and shown, and as keys of servers are filed. */
export function nameOf({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host.toLowerCase()}:${port}`
}
