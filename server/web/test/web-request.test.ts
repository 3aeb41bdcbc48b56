import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { HostNames } from '../host-names.ts'
import { Site } from '../site.ts'
import { upgradeRefusal } from '../upgrade-refusal.ts'
import { answerTo, type WebRequest } from '../web-request.ts'

const names = new HostNames(['desk'], ['tea.example'], () => false)
const OPEN = { names, requiresTls: false }
const STRICT = { names, requiresTls: true }

function request(url: string, headers: Record<string, string> = {}, method = 'GET'): WebRequest {
  const all: Record<string, string> = { host: 'desk:7700', ...headers }
  return { method, url, headers: all, rawHeaders: Object.entries(all).flat() }
}

t.test('requests', async (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), 'hello')
  const site = await Site.load(folder)
  const statusOf = (asked: WebRequest, isTls = false, policy = OPEN): number =>
    answerTo(asked, isTls, policy, site).status

  t.test('what is asked for by GET or HEAD is there', async (t) => {
    t.equal(statusOf(request('/')), 200)
    t.equal(statusOf(request('/?from=mail')), 200)
    t.equal(statusOf(request('/', {}, 'HEAD')), 200)
    t.equal(statusOf(request('/nothing')), 404)
    t.equal(statusOf(request('/ws')), 426)
    const { status, headers } = answerTo(request('/', {}, 'POST'), false, OPEN, site)
    t.same([status, headers['allow']], [405, 'GET, HEAD'])
  })

  t.test('a body, a proxy’s request, and a Host that is none or two', async (t) => {
    t.equal(statusOf(request('/', { 'content-length': '5' })), 400)
    t.equal(statusOf(request('/', { 'content-length': '0' })), 200)
    t.equal(statusOf(request('/', { 'transfer-encoding': 'chunked' })), 400)
    for (const url of ['http://desk/', 'desk:7700', '*', '']) t.equal(statusOf(request(url)), 400)
    t.equal(statusOf({ ...request('/'), headers: {}, rawHeaders: [] }), 400)
    const { headers, rawHeaders } = request('/')
    const twice = { method: 'GET', url: '/', headers, rawHeaders: [...rawHeaders, 'HOST', 'desk'] }
    t.equal(statusOf(twice), 400)
    t.equal(statusOf(request('/', { host: 'a b' })), 400)
  })

  t.test('a name that is not ours is sent away', async (t) => {
    t.equal(statusOf(request('/', { host: 'evil.example' })), 421)
    t.equal(statusOf(request('/', { host: '192.168.1.9' })), 200)
    t.equal(statusOf(request('/', { host: 'tea.example' })), 200)
  })

  t.test('where TLS is required the way there is shown, to our own names only', async (t) => {
    const { status, headers } = answerTo(request('/a?b=c'), false, STRICT, site)
    t.same([status, headers['location']], [308, 'https://desk:7700/a?b=c'])
    t.equal(statusOf(request('/'), true, STRICT), 200)
    t.equal(statusOf(request('/', { host: 'evil.example' }), false, STRICT), 421)
  })
})

t.test('WebSockets', async (t) => {
  const refused = (
    headers: Record<string, string>,
    { url = '/ws', isTls = false, policy = OPEN } = {},
  ): string | undefined => {
    const asked = request(url, { 'sec-websocket-protocol': 'teahouse.v1', ...headers })
    const refusal = upgradeRefusal(asked, isTls, policy, 'teahouse.v1')
    return refusal && `${refusal.reason} ${refusal.answer.status}`
  }

  t.test('those of scripts and of our own pages', async (t) => {
    t.equal(refused({}), undefined)
    t.equal(refused({ 'sec-websocket-protocol': 'other, teahouse.v1' }), undefined)
    t.equal(refused({ origin: 'http://desk:7700' }), undefined)
    t.equal(refused({ origin: 'HTTP://DESK:7700' }), undefined)
    t.equal(refused({ origin: 'https://desk:7700' }, { isTls: true }), undefined)
    t.equal(refused({ host: 'desk:80', origin: 'http://desk' }), undefined)
    t.equal(refused({ host: '[::1]:7700', origin: 'http://[::1]:7700' }), undefined)
    t.equal(refused({ origin: 'https://tea.example' }), undefined, 'behind a proxy')
  })

  t.test('those of other sites', async (t) => {
    for (const origin of [
      ...[
        'http://evil.example',
        'http://desk',
        'http://desk:7701',
        'https://desk:7700',
        'null',
        '',
      ],
      ...['http://desk:7700.evil.example', 'http://evil.example/desk:7700', 'file://', 'desk:7700'],
      ...['http://desk:7700@evil.example', 'http://other:7700'],
    ]) {
      t.equal(refused({ origin }), 'origin 403', origin)
    }
    t.equal(refused({ origin: 'http://desk:7700' }, { isTls: true }), 'origin 403')
  })

  t.test('what is no such request', async (t) => {
    t.equal(refused({ 'sec-websocket-protocol': 'chat' }), 'protocol 400')
    t.equal(refused({ 'sec-websocket-protocol': '' }), 'protocol 400')
    t.equal(refused({}, { url: '/' }), 'path 404')
    t.equal(refused({ host: 'evil.example' }), 'host 421')
    t.equal(refused({ 'content-length': '9' }), 'malformed 400')
    t.equal(refused({}, { policy: STRICT }), 'tls 403')
    t.equal(refused({}, { policy: STRICT, isTls: true }), undefined)
  })
})
