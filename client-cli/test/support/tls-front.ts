import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from 'node:net'
import { createServer } from 'node:tls'
import { generate } from 'selfsigned'
import { fingerprintOf } from '../../trust/fingerprint.ts'

export interface Identity {
  readonly key: string
  readonly cert: string
  readonly fingerprint: string
}

/** A key, and a certificate that nobody has signed, for this machine's loopback. */
export async function makeIdentity(names: readonly string[] = ['localhost']): Promise<Identity> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'teahouse' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          ...names.map((value) => ({ type: 2, value }) as const),
          { type: 7, ip: '127.0.0.1' } as const,
        ],
      },
    ],
  })
  return { key, cert, fingerprint: fingerprintOf(new X509Certificate(cert)) }
}

/** TLS in front of a server that speaks plain lines. */
export class TlsFront {
  readonly #server: Server
  /** All that came out of TLS: what a server with this key would have learnt. */
  heard = ''

  static async start(identity: Identity, toPort: number, port = 0): Promise<TlsFront> {
    const front = new TlsFront(identity, toPort)
    front.#server.listen(port, '0.0.0.0')
    await once(front.#server, 'listening')
    return front
  }

  private constructor({ key, cert }: Identity, toPort: number) {
    const server = createServer({ key, cert }, (secured) => {
      const plain = connect(toPort, '127.0.0.1')
      secured.on('data', (chunk: Buffer) => {
        this.heard += chunk
      })
      for (const [one, other] of [
        [secured, plain],
        [plain, secured],
      ] as const) {
        one.on('error', () => undefined).on('close', () => other.destroy())
        one.pipe(other)
      }
    })
    server.on('tlsClientError', () => undefined)
    this.#server = server
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** Something that takes connections and answers them as it likes. */
export async function strangeServer(
  test: { teardown(tidy: () => unknown): void },
  welcome: Parameters<typeof createTcpServer>[1],
): Promise<number> {
  const server = createTcpServer(welcome)
  server.on('connection', (socket) => {
    socket.on('error', () => undefined)
    test.teardown(() => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  test.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}
