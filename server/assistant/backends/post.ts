import { BackendTrouble } from './trouble.ts'

export interface PostLimits {
  /** Until the first byte of the answer, which may have to wait for a model to be loaded. */
  firstMs: number
  /** Between two pieces of it. */
  idleMs: number
  totalMs: number
  /** Of the answer. */
  maxBytes: number
}

export interface PostRequest {
  url: string
  headers: Readonly<Record<string, string>>
  body: object
  limits: PostLimits
  signal: AbortSignal
}

export interface PostAnswer {
  status: number
  /** Without its parameters, in lower case. */
  contentType: string
  /** Rejects with `BackendTrouble`. */
  chunks: AsyncIterable<Uint8Array>
}

/**
 * Posts JSON and has the answer read. When `read` is done the connection is let go, whatever has not been read. Node itself gives up connecting
 * after ten seconds. A redirect is not followed: it would carry the key and the question to a host that nobody named.
 * @throws BackendTrouble, or the signal's reason once that is aborted
 */
export async function post<T>(
  request: PostRequest,
  read: (answer: PostAnswer) => Promise<T>,
): Promise<T> {
  const watch = new Watch(request)
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', ...request.headers },
      body: JSON.stringify(request.body),
      signal: watch.signal,
    })
    const contentType = response.headers.get('content-type') ?? ''
    return await read({
      status: response.status,
      contentType: contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '',
      chunks: chunksOf(response, watch, request.limits),
    })
  } catch (error) {
    throw watch.explain(error)
  } finally {
    watch.end()
  }
}

/** The whole answer as JSON; `undefined` when it is none. Parsing holds up the main thread, so it is not for megabytes. */
export async function readJson({ chunks }: PostAnswer, maxBytes: number): Promise<unknown> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw new BackendTrouble('garbled', `more than ${maxBytes} bytes of JSON`)
    parts.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    // Its message would quote what came.
    return undefined
  }
}

async function* chunksOf(
  response: Response,
  watch: Watch,
  { maxBytes }: PostLimits,
): AsyncGenerator<Uint8Array> {
  if (response.body === null) return
  let bytes = 0
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      watch.heard()
      bytes += chunk.byteLength
      if (bytes > maxBytes) throw new BackendTrouble('garbled', `more than ${maxBytes} bytes`)
      yield chunk
    }
  } catch (error) {
    throw watch.explain(error)
  }
}

/** Ends a request that takes too long, and knows afterwards why it ended. */
class Watch {
  readonly #request: PostRequest
  readonly #abort = new AbortController()
  readonly #total: NodeJS.Timeout
  #pause: NodeJS.Timeout
  #late: string | undefined

  constructor(request: PostRequest) {
    const { limits, signal } = request
    signal.throwIfAborted()
    this.#request = request
    this.#total = setTimeout(() => this.#giveUp('not finished'), limits.totalMs)
    this.#pause = setTimeout(() => this.#giveUp('no answer'), limits.firstMs)
    signal.addEventListener('abort', this.#stop)
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  heard(): void {
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => this.#giveUp('gone quiet'), this.#request.limits.idleMs)
  }

  explain(error: unknown): unknown {
    const { signal } = this.#request
    if (signal.aborted) return signal.reason
    if (error instanceof BackendTrouble) return error
    if (this.#late !== undefined) return new BackendTrouble('slow', this.#late)
    // fetch tells nothing but that it failed; what its cause says names a host at most.
    const { cause } = error as { cause?: { code?: string; message?: string } }
    const detail = cause?.code ?? cause?.message ?? 'the connection failed'
    return new BackendTrouble('down', detail, { cause: error })
  }

  end(): void {
    clearTimeout(this.#total)
    clearTimeout(this.#pause)
    this.#request.signal.removeEventListener('abort', this.#stop)
    this.#abort.abort()
  }

  #giveUp(why: string): void {
    this.#late = why
    this.#abort.abort()
  }

  readonly #stop = (): void => this.#abort.abort()
}

/** What a status that is no success means for the asker; `undefined` for success. */
export function troubleOfStatus(status: number): BackendTrouble | undefined {
  if (status >= 200 && status < 300) return undefined
  const detail = `HTTP ${status}`
  if (status === 402 || status === 429) return new BackendTrouble('quota', detail)
  if (status === 413) return new BackendTrouble('tooLong', detail)
  if (status === 408 || status >= 500) return new BackendTrouble('down', detail)
  return new BackendTrouble('refused', detail)
}
