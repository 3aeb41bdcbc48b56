import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface OpsHost {
  /** Why the server should get no traffic now; undefined: it may. */
  notReady(): string | undefined
  metrics(): Promise<{ contentType: string; text: string }>
}

/** The operator's port: is it alive, is it ready, how is it doing. Meant for loopback or a guarded network: it asks nobody who they are. */
export class OpsEndpoint {
  readonly #server: Server
  readonly #host: OpsHost

  constructor(host: OpsHost) {
    this.#host = host
    this.#server = createServer({ requestTimeout: 10_000 }, (request, response) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        return answer(response.setHeader('allow', 'GET, HEAD'), 405, 'only GET\n')
      }
      void this.#serve(request.url ?? '/', response)
    })
    this.#server.on('clientError', (_error, socket) => socket.destroy())
  }

  listen(host: string, port: number): Promise<AddressInfo> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject)
        // EMFILE and its like: this scrape is lost. Unheard, the event would end the process.
        this.#server.on('error', () => {})
        resolve(this.#server.address() as AddressInfo)
      })
    })
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #serve(url: string, response: ServerResponse): Promise<void> {
    switch (url.split('?')[0]) {
      case '/healthz':
        return answer(response, 200, 'ok\n')
      case '/readyz': {
        const reason = this.#host.notReady()
        return answer(response, reason === undefined ? 200 : 503, `${reason ?? 'ok'}\n`)
      }
      case '/metrics':
        try {
          const { contentType, text } = await this.#host.metrics()
          return answer(response, 200, text, contentType)
        } catch (error) {
          return answer(response, 500, `${(error as Error).message}\n`)
        }
      default:
        return answer(response, 404, 'try /healthz, /readyz or /metrics\n')
    }
  }
}

function answer(response: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text)
}
