import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { type Answer, textAnswer } from './answer.ts'

interface Page {
  readonly type: string
  readonly etag: string
  readonly caching: string
  /** By the name of the encoding, the smallest first; `identity` is always there. */
  readonly bodies: ReadonlyMap<string, Buffer>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}
/** The best, 11, takes 230 ms at every start where this takes 14, for 46 kB in place of 49. */
const BROTLI_QUALITY = 9
/** Compressed already. */
const DENSE = new Set(['.png', '.webp', '.woff2'])

/** Its names hold a hash of what is in it. */
const ASSETS = '/assets/'
const FOR_EVER = 'public, max-age=31536000, immutable'

/**
 * The files of the web client, all of them in memory from the start: a request reads nothing from the disk, so that no path can lead it anywhere, and one that
 * is not in the list is not there.
 */
export class Site {
  readonly #pages: ReadonlyMap<string, Page>

  /** Reads a folder, and compresses what gets smaller by it. A folder that is not there makes a site that says so. */
  static async load(folder: string): Promise<Site> {
    const pages = new Map<string, Page>()
    for (const file of await filesIn(folder)) {
      const path = `/${relative(folder, file).split(sep).join('/')}`
      pages.set(path === '/index.html' ? '/' : path, await pageOf(path, await readFile(file)))
    }
    return new Site(pages)
  }

  private constructor(pages: ReadonlyMap<string, Page>) {
    this.#pages = pages
  }

  get isThere(): boolean {
    return this.#pages.has('/')
  }

  /** `path` as the client wrote it, without the question mark and what is behind. */
  answer(path: string, acceptEncoding = '', ifNoneMatch = ''): Answer {
    const page = this.#pages.get(path)
    if (page === undefined) {
      return path === '/' ? NO_CLIENT : textAnswer(404, 'There is nothing here.')
    }
    const headers = { etag: page.etag, 'cache-control': page.caching, vary: 'accept-encoding' }
    if (holds(ifNoneMatch, page.etag)) return { status: 304, headers, body: Buffer.alloc(0) }
    const [encoding, body] = chooseBody(page, acceptEncoding)
    const encoded = encoding === 'identity' ? {} : { 'content-encoding': encoding }
    return { status: 200, headers: { ...headers, 'content-type': page.type, ...encoded }, body }
  }
}

const NO_CLIENT = textAnswer(
  503,
  'This server was built without its web client. It can be talked to with `teahouse chat`.',
)

async function filesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map(({ path, name }) => join(path, name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

async function pageOf(path: string, content: Buffer): Promise<Page> {
  const extension = extname(path)
  const bodies: [string, Buffer][] = [['identity', content]]
  if (!DENSE.has(extension)) {
    const quality = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY }
    // On libuv's threads, not on ours.
    const [br, gz] = await Promise.all([
      promisify(brotliCompress)(content, { params: quality }),
      promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
    ])
    bodies.push(['br', br], ['gzip', gz])
  }
  bodies.sort(([, one], [, other]) => one.length - other.length)
  return {
    type: TYPES[extension] ?? 'application/octet-stream',
    // Weak: the same for every encoding.
    etag: `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
    caching: path.startsWith(ASSETS) ? FOR_EVER : 'no-cache',
    bodies: new Map(bodies),
  }
}

/** The smallest that the client takes. An encoding with `q=0` is one that it does not take. */
function chooseBody({ bodies }: Page, acceptEncoding: string): [string, Buffer] {
  const accepted = new Set(
    acceptEncoding
      .toLowerCase()
      .split(',')
      .map((one) => one.split(';').map((part) => part.trim()))
      .filter(([, quality]) => quality === undefined || !/^q=0(\.0*)?$/.test(quality))
      .map(([name]) => name),
  )
  for (const [name, body] of bodies) {
    if (name === 'identity' || accepted.has(name)) return [name, body]
  }
  return ['identity', bodies.get('identity') as Buffer]
}

function holds(ifNoneMatch: string, etag: string): boolean {
  const strong = etag.slice('W/'.length)
  return ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === strong)
}
