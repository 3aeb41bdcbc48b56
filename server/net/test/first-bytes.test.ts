import t from 'tap'
import { speechOf } from '../first-bytes.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'CONNECT', 'TRACE']

/** What is known after each further byte. */
const byteByByte = (text: string): (string | undefined)[] =>
  Array.from(text, (_, i) => speechOf(Buffer.from(text.slice(0, i + 1), 'latin1')))

t.test('TLS is known by its first byte', async (t) => {
  t.same(byteByByte('\x16\x03\x01'), ['tls', 'tls', 'tls'])
  t.equal(speechOf(Buffer.from([0x16, 0x41])), 'tls')
})

t.test('HTTP is known by a method and the space behind it, and not before', async (t) => {
  for (const method of METHODS) {
    const waiting = Array.from(method, () => undefined)
    t.same(byteByByte(`${method} /`), [...waiting, 'http', 'http'], method)
  }
})

t.test('nothing is waited for beyond eight bytes', async (t) => {
  for (const first of ['G', 'GET', 'OPTIONS', 'CONNECT', 'P', 'PUT', 'D', 'T', 'H']) {
    t.equal(speechOf(Buffer.from(first)), undefined, first)
    t.not(speechOf(Buffer.from(first.padEnd(8, 'X'))), undefined, first)
  }
})

t.test('everything else is lines, as soon as it cannot be HTTP any more', async (t) => {
  t.same(byteByByte('GETX'), [undefined, undefined, undefined, 'lines'])
  t.same(byteByByte('PA {'), [undefined, undefined, 'lines', 'lines'])
  for (const first of [
    '{"type":"ping"}\n',
    ' ',
    '\n',
    '\r\n',
    'get / ',
    '\0',
    '\xff',
    'PROPFIND ',
  ]) {
    t.equal(byteByByte(first).at(-1), 'lines', JSON.stringify(first))
  }
  for (let byte = 0; byte < 256; byte += 1) {
    const known = speechOf(Buffer.from([byte]))
    const may = METHODS.some((method) => method.charCodeAt(0) === byte)
    t.equal(known, byte === 0x16 ? 'tls' : may ? undefined : 'lines', `byte ${byte}`)
  }
})

t.test('nothing was said yet', async (t) => {
  t.equal(speechOf(Buffer.alloc(0)), undefined)
})
