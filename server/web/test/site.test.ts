import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import t from 'tap'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { Site } from '../site.ts'

const HTML = `<!doctype html>${'<p>茶馆</p>'.repeat(100)}`
const SCRIPT = 'console.log(1);'.repeat(100)

t.test('the files of the web client', async (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), HTML)
  writeFileSync(join(folder, 'assets', 'app-1a2b.js'), SCRIPT)
  writeFileSync(join(folder, 'icon.png'), Buffer.alloc(500))
  writeFileSync(join(folder, '..', 'secret'), 'not ours')
  symlinkSync(join(folder, '..', 'secret'), join(folder, 'link.txt'))
  const site = await Site.load(folder)

  t.test('the page itself is asked for anew each time, and cheaply', async (t) => {
    const { status, headers, body } = site.answer('/')
    t.equal(status, 200)
    t.match(headers, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      vary: 'accept-encoding',
    })
    t.equal(String(body), HTML)
    const etag = headers['etag'] ?? ''
    for (const known of [etag, `"x", ${etag}`, etag.slice(2)]) {
      const again = site.answer('/', '', known)
      t.same([again.status, again.body.length, again.headers['etag']], [304, 0, etag], known)
    }
    t.equal(site.answer('/', '', '"x"').status, 200)
  })

  t.test('what has a hash in its name is kept for ever', async (t) => {
    const { headers } = site.answer('/assets/app-1a2b.js')
    t.match(headers, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })

  t.test('the smallest form that the client takes', async (t) => {
    const encodingOf = (accepts: string, path = '/') => {
      const { headers, body } = site.answer(path, accepts)
      return [headers['content-encoding'], body] as const
    }
    const [br, brotli] = encodingOf('gzip, deflate, br')
    t.equal(br, 'br')
    t.equal(String(brotliDecompressSync(brotli)), HTML)
    const [gzip, zipped] = encodingOf('gzip;q=0.5, br;q=0')
    t.equal(gzip, 'gzip')
    t.equal(String(gunzipSync(zipped)), HTML)
    t.equal(encodingOf('identity')[0], undefined)
    t.equal(encodingOf('br', '/icon.png')[0], undefined, 'what does not get smaller stays as it is')
  })

  t.test('nothing else is there, however it is written', async (t) => {
    for (const path of [
      ...['/index.html', '/assets', '/assets/', '/../secret', '/assets/../../secret', '/link.txt'],
      ...['/%2e%2e/secret', '//', '//index.html', '/\\..\\secret', '/.', '', '/__proto__', '/ws'],
    ]) {
      const { status, body } = site.answer(path)
      t.same([status, String(body)], [404, 'There is nothing here.\n'], path)
    }
  })
})

t.test('a server without a web client says so', async (t) => {
  const site = await Site.load(join(temporaryFolder(t), 'nowhere'))
  t.equal(site.answer('/').status, 503)
  t.match(String(site.answer('/').body), /teahouse chat/)
  t.equal(site.answer('/x').status, 404)
})
