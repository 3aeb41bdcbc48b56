import type { PeerClient, PeerListener } from '../peer.ts'

/** Writes down what it is told. */
export class PretendListener implements PeerListener {
  readonly heard: string[] = []

  ready(): void {
    this.heard.push('ready')
  }

  acknowledged(slot: number): void {
    this.heard.push(`acknowledged ${slot}`)
  }

  delivered(bytes: Buffer, start: number, end: number): void {
    this.heard.push(`delivered ${bytes.toString('utf8', start, end)}`)
  }

  refused(what: string, slot?: number): void {
    this.heard.push(`refused ${what}${slot === undefined ? '' : ` (${slot})`}`)
  }
}

/** A socket's read buffer: what lay in it before is overwritten, and more lies behind what was read. */
export function feedAs(client: Pick<PeerClient, 'feed'>, pieces: readonly Buffer[]): void {
  const readBuffer = Buffer.alloc(4_096, '\n')
  for (const piece of pieces) {
    readBuffer.fill('\n')
    piece.copy(readBuffer)
    client.feed(readBuffer, piece.length)
  }
}

/** The same bytes whole, byte by byte, and cut in every place. */
export function* cuttings(bytes: Buffer): Generator<[name: string, pieces: Buffer[]]> {
  yield ['whole', [bytes]]
  yield ['byte by byte', Array.from(bytes, (byte) => Buffer.from([byte]))]
  for (let at = 1; at < bytes.length; at++) {
    yield [`cut at ${at}`, [bytes.subarray(0, at), bytes.subarray(at)]]
  }
}
