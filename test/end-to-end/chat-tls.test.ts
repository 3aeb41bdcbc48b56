import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { programArguments, ServerProcess } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// Servers and clients are processes, and each takes its second to start.
t.setTimeout(90_000)

/** A script that talks, on a machine of its own. */
class Visit {
  readonly child: ChildProcess
  readonly exited: Promise<number | null>
  readonly #wakers = new Set<() => void>()
  out = ''
  err = ''

  constructor(home: string, args: readonly string[]) {
    const { TEAHOUSE_TRUST: _, ...environment } = process.env
    const own = ['--plain', '--lang', 'en', '--password-file', join(home, 'password')]
    this.child = spawn(process.execPath, programArguments('chat', ...args, ...own), {
      env: { ...environment, XDG_CONFIG_HOME: home },
    })
    this.exited = new Promise((resolve) => this.child.once('close', resolve))
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.out += text
      for (const wake of this.#wakers) wake()
    })
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.err += text
    })
  }

  say(line: string): void {
    this.child.stdin?.write(`${line}\n`)
  }

  /** Waits until it has said this. */
  async hear(words: RegExp): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!words.test(this.out)) return
        this.#wakers.delete(look)
        resolve()
      }
      this.#wakers.add(look)
      look()
    })
  }

  async end(): Promise<number | null> {
    this.child.stdin?.end()
    return await this.exited
  }
}

function machine(test: Parameters<typeof temporaryFolder>[0]) {
  const home = temporaryFolder(test)
  writeFileSync(join(home, 'password'), 'correct horse\n')
  return (port: number, ...args: string[]): Visit => {
    const visit = new Visit(home, [`127.0.0.1:${port}`, '--user', 'li', ...args])
    test.teardown(() => visit.child.kill('SIGKILL'))
    return visit
  }
}

t.test('the key of the first visit is the only one, until the person says otherwise', async (t) => {
  const [ours, others] = [temporaryFolder(t), temporaryFolder(t)]
  let server = await ServerProcess.start({ data: ours })
  t.teardown(() => server.kill())
  const { port, key } = server
  const visit = machine(t)

  const staying = visit(port)
  staying.say('/register')
  staying.say('/status')
  await staying.hear(/^ok\tstatus\tli\t/m)
  t.match(staying.out, `\ttls\t${key}\n`)
  t.match(staying.err, `First visit to 127.0.0.1:${port}`)
  t.match(staying.err, key)
  staying.err = ''
  await server.stop()
  server = await ServerProcess.start({ data: ours, port })
  t.equal(server.key, key, 'a server keeps its key')
  await staying.hear(/^online[\s\S]*^online/m)
  t.equal(staying.err, '', 'a key that is known is not worth a word')

  await server.stop()
  await staying.hear(/^offline[\s\S]*^online[\s\S]*^offline/m)
  staying.say('/msg assistant are you there?')
  server = await ServerProcess.start({ data: others, port })
  t.equal(await staying.exited, 1)
  t.match(staying.out, /^error\twrong_key\t/m)
  t.match(staying.out, /^error\tunsent\t.*1/m)
  t.match(staying.err, key)
  t.match(staying.err, server.key)

  const refused = visit(port)
  t.equal(await refused.end(), 1)
  t.equal(refused.out, '')
  t.match(refused.err, 'is not the one it was')
  t.match(refused.err, key)
  t.match(refused.err, `teahouse chat 127.0.0.1:${port} --trust SHA256:…`)
  t.notMatch(refused.err, /\n\s+at /, 'no stack')

  const trusting = visit(port, '--trust', server.key)
  trusting.say('/register')
  t.equal(await trusting.end(), 0, trusting.err)
  const after = visit(port)
  t.equal(await after.end(), 0)
  t.equal(after.err, '')
})

t.test('TLS or not is what the two agree on, and nothing is guessed', async (t) => {
  const visit = machine(t)
  const off = await ServerProcess.start({ data: temporaryFolder(t), flags: ['--tls', 'off'] })
  t.teardown(() => off.kill())
  const hopeful = visit(off.port)
  t.equal(await hopeful.end(), 1)
  t.match(hopeful.err, `127.0.0.1:${off.port} does not speak TLS`)
  t.match(hopeful.err, `teahouse chat 127.0.0.1:${off.port} --without-tls`)

  const plain = visit(off.port, '--without-tls')
  plain.say('/register')
  plain.say('/status')
  t.equal(await plain.end(), 0, plain.err)
  t.match(plain.out, /^ok\tstatus\tli\t.*\tplain$/m)
  await off.stop()

  const required = await ServerProcess.start({
    data: temporaryFolder(t),
    flags: ['--tls', 'required'],
  })
  t.teardown(() => required.kill())
  const refused = visit(required.port, '--without-tls')
  t.equal(await refused.end(), 1)
  t.match(refused.err, 'speaks nothing but TLS: leave out --without-tls')
})
