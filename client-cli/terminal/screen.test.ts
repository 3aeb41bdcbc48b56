import { PassThrough } from 'node:stream'
import t from 'tap'
import { Screen } from './screen.ts'

const nothing = (): void => undefined

t.test('questions wait for one another, secrets among them', async (t) => {
  const input = Object.assign(new PassThrough(), { setRawMode: nothing })
  const output = Object.assign(new PassThrough(), { columns: 80, rows: 24 })
  const screen = new Screen(
    input as unknown as NodeJS.ReadStream,
    output as unknown as NodeJS.WriteStream,
    {
      isKept: () => true,
      onLine: nothing,
      onTyping: nothing,
      onLeave: nothing,
      complete: () => [[], ''],
    },
  )
  t.teardown(() => screen.close())
  output.resume()
  const first = screen.askSecret('Your password now: ')
  const second = screen.askSecret('Password for li: ')
  const third = screen.ask('User name: ')
  const type = async (line: string): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve))
    input.write(`${line}\r`)
  }
  await type('old')
  t.equal(await first, 'old')
  await type('new')
  t.equal(await second, 'new')
  const fourth = screen.askSecret('Once more: ')
  await type('li')
  t.equal(await third, 'li')
  screen.close()
  t.equal(await fourth, undefined)
  t.equal(await screen.ask('Anything else? '), undefined)
})
