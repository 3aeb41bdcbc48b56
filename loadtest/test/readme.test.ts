import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import { HTTP_OPTIONS } from '../http/http-option-table.ts'
import { parseHttpOptions } from '../http/http-options.ts'
import { EXIT_ABORTED, EXIT_BAD_OPTIONS, EXIT_FAILED, EXIT_IMPOSSIBLE } from '../load-error.ts'
import { LOAD_OPTIONS } from '../load-option-table.ts'
import { parseLoadOptions } from '../load-options.ts'
import { SCENARIOS } from '../scenarios/scenario-table.ts'
import { metricNames, parseSlo } from '../slo.ts'
import { FAULTS } from '../verify/faults.ts'
import { exampleResult } from './support/example-result.ts'

/** Compiled tests lie deeper than the sources, and the README stays with these. */
function readReadme(): string {
  let folder = new URL('./', import.meta.url)
  while (!existsSync(new URL('package.json', folder))) folder = new URL('../', folder)
  return readFileSync(new URL('loadtest/README.md', folder), 'utf8')
}

const readme = readReadme()

t.test('every scenario has its row', async (t) => {
  for (const { name } of SCENARIOS) t.match(readme, `\n| \`${name}\` | `)
})

t.test('every fault has its row, in the words of the report', async (t) => {
  for (const [kind, meaning] of Object.entries(FAULTS))
    t.match(readme, `| \`${kind}\` | ${meaning} |`)
})

t.test('every figure of an SLO is named, and the examples are good ones', async (t) => {
  for (const name of metricNames()) t.match(readme, `\`${name}\``)
  for (const [, slo = ''] of readme.matchAll(/--slo "([^"]+)"/g)) t.ok(parseSlo(slo), slo)
})

t.test('every option that it names exists', async (t) => {
  const own = new Set(['rate-limit', ...Object.keys(LOAD_OPTIONS), ...Object.keys(HTTP_OPTIONS)])
  for (const [, option = ''] of readme.matchAll(/--([a-z][a-z-]+)/g)) t.ok(own.has(option), option)
})

t.test('the commands that it shows are good ones', async (t) => {
  const commands = [...readme.matchAll(/^ {4}teahouse load([^#\n]*)/gm)].map(
    ([, rest = '']) => rest,
  )
  t.ok(commands.length >= 4)
  for (const command of commands) {
    const options = [...command.matchAll(/--([a-z-]+) ("[^"]*"|\S+)/g)].map(
      ([, name = '', value = '']) => [name, value.replaceAll('"', '')],
    )
    const parse = command.startsWith(' http ') ? parseHttpOptions : parseLoadOptions
    t.ok(parse(Object.fromEntries(options)), command)
  }
})

t.test('every exit code and every part of the JSON is named', async (t) => {
  for (const code of [0, EXIT_FAILED, EXIT_IMPOSSIBLE, EXIT_BAD_OPTIONS, EXIT_ABORTED]) {
    t.match(readme, new RegExp(`\\b${code}: `))
  }
  for (const part of Object.keys(exampleResult())) t.match(readme, `\`${part}\``)
})
