/** The program without compiling it first, under tsx: what bin/teahouse.js is to dist/. */
import { main } from '../../bin/main.ts'

process.exitCode = await main(process.argv.slice(2))
