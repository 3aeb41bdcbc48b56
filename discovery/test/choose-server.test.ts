import { once } from 'node:events'
import { createServer } from 'node:net'
import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import t from 'tap'
import { inOwnNetwork } from '../../test/support/own-network.ts'
import type { Teardown } from '../../test/support/temporary-folder.ts'
import { Announcing } from '../announcing.ts'
import { type ChoiceOptions, chooseServer } from '../choose-server.ts'

/** Long for a machine with nothing else to do, which it need not be. */
const BROWSE_MS = 800
const HERE = { host: '127.0.0.1', port: 7700 }

/** Somebody at a terminal who types the answers, each when the question stands there. */
async function choose(answers: string[], options: Partial<ChoiceOptions> = {}) {
  const input = Object.assign(new PassThrough(), { isTTY: true })
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 })
  const errorOutput = new PassThrough()
  let shown = ''
  output.setEncoding('utf8').on('data', (text: string) => {
    shown += text
    if (/[\])] $|[)]$/.test(stripVTControlCharacters(text)) && answers.length > 0) {
      input.write(answers.shift())
    }
  })
  const streams = { input: input as never, output: output as never, errorOutput }
  const asked: ChoiceOptions = { ...HERE, plain: false, lang: 'en', ...options, ...streams }
  const chosen = await chooseServer(asked, BROWSE_MS)
  return { chosen, shown, complaint: String(errorOutput.read() ?? '') }
}

/** A server as others see it; nothing listens behind it. */
async function announced(t: Teardown, name: string, port: number): Promise<void> {
  const facts = { version: '1.0.0', protocol: 1, tls: 'off' } as const
  await new Promise<void>((resolve) => {
    const heard = (): void => resolve()
    const announcing = new Announcing({ name, port, listensOn: '0.0.0.0', facts }, heard)
    void announcing.run()
    t.teardown(() => announcing.stop())
  })
}

await inOwnNetwork(t, import.meta.url, () => {
  t.test('where nothing is found, this machine is tried all the same', async (t) => {
    t.strictSame((await choose([])).chosen, HERE)
    t.strictSame((await choose([], { plain: true })).chosen, HERE)
  })

  t.test('the only one that is found is offered', async (t) => {
    await announced(t, '茶馆', 7801)
    const there = { host: '127.0.0.1', port: 7801 }
    const agreed = await choose(['\n'])
    t.strictSame(agreed.chosen, there)
    t.match(agreed.shown, 'Found 茶馆 at 127.0.0.1:7801. Connect? [Y/n]')
    t.strictSame((await choose(['what?\n', 'Y\n'])).chosen, there)
    const declined = await choose(['n\n'], { lang: 'zh' })
    t.equal(declined.chosen, 1)
    t.match(declined.shown, '找到 茶馆(127.0.0.1:7801)。要连接吗?[Y/n]')
    t.match(declined.shown, 'teahouse chat host:port')
    t.equal((await choose(['\u0003'])).chosen, 1, 'Ctrl-C')
    t.equal((await choose(['\u0004'])).chosen, 1, 'Ctrl-D')
  })

  t.test('of several one is chosen by its number', async (t) => {
    await Promise.all([announced(t, 'Tea', 7801), announced(t, 'Han', 7802)])
    const second = await choose(['3\n', '2\n'])
    t.strictSame(second.chosen, { host: '127.0.0.1', port: 7801 })
    t.match(second.shown, /1 {2}Han at 127\.0\.0\.1:7802\n {2}2 {2}Tea at 127\.0\.0\.1:7801\n/)
    t.equal((await choose(['\n'])).chosen, 1)
  })

  t.test('a script is told where they are, and asked nothing', async (t) => {
    await announced(t, 'Tea', 7801)
    const { chosen, shown, complaint } = await choose([], { plain: true })
    t.equal(chosen, 69)
    t.equal(shown, '')
    t.equal(
      complaint,
      'teahouse chat: no server answers on this machine; name one of those on the network: Tea at 127.0.0.1:7801\n',
    )
  })

  t.test('when this machine has a server, nobody is asked', async (t) => {
    await announced(t, 'Tea', 7801)
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.teardown(() => server.close())
    const { port } = server.address() as { port: number }
    const { chosen, shown } = await choose([], { port })
    t.strictSame(chosen, { host: '127.0.0.1', port })
    t.equal(shown, '')
  })
})
