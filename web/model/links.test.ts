import t from 'tap'
import { linkPieces } from './links.ts'

const links = (text: string): string[] =>
  linkPieces(text).flatMap((piece) => (piece.kind === 'link' ? [piece.text] : []))

t.test('addresses of the web are found, and the text is all there', async (t) => {
  const text =
    'see https://example.org/a?b=c#d, and http://例子.测试/茶 (https://en.example/x_(y)).'
  t.same(links(text), [
    'https://example.org/a?b=c#d',
    'http://例子.测试/茶',
    'https://en.example/x_(y)',
  ])
  t.equal(
    linkPieces(text)
      .map((piece) => piece.text)
      .join(''),
    text,
  )
})

t.test('a sentence around an address is not part of it', async (t) => {
  t.same(links('菜单在https://example.org/menu\uff0c看看\u3002'), ['https://example.org/menu'])
  t.same(links('“https://example.org/a”?'), ['https://example.org/a'])
  t.same(links('Is it https://example.org/a?'), ['https://example.org/a'])
  t.same(links('**https://example.org/a**'), ['https://example.org/a'])
})

t.test('nothing else can be followed', async (t) => {
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'ftp://example.org/',
    'file:///etc/passwd',
    'xhttps://example.org',
    'https://',
    'https://bank.example@evil.example/',
    `https://example.org/${'a'.repeat(3000)}`,
  ]) {
    t.same(links(text), [], text.slice(0, 40))
  }
})

t.test('what is followed begins with http, whatever is written', async (t) => {
  for (const piece of linkPieces('HTTPS://EXAMPLE.org/A and http:\\\\evil.example')) {
    if (piece.kind === 'link') t.match(piece.href, /^https?:\/\//)
  }
})

t.test('a text of nothing but brackets and dots takes no time', async (t) => {
  const text = `https://e.org/${'('.repeat(900)}${')'.repeat(900)}${'.'.repeat(6_000)}`
  const startedAt = performance.now()
  linkPieces(text)
  t.ok(performance.now() - startedAt < 100)
})
