// The program behind `make bench`.
import { LoadError } from '../load-error.ts'
import { BENCH_USAGE, parseBenchOptions } from './bench-options.ts'
import { bench } from './main.ts'

try {
  const options = parseBenchOptions(process.argv.slice(2))
  if (options === undefined) process.stdout.write(BENCH_USAGE)
  else
    process.exitCode = await bench(options, { output: process.stdout, errorOutput: process.stderr })
} catch (error) {
  if (!(error instanceof LoadError)) throw error
  process.stderr.write(`teahouse: ${error.message}\n`)
  process.exitCode = error.exitCode
}
