#!/usr/bin/env node
// Plain JavaScript that any Node since 12 can read: it must run where the program itself cannot, to say so in a sentence.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const MIN_MAJOR = 20
const MIN_MINOR = 19
const EX_UNAVAILABLE = 69

const program = new URL('../dist/bin/main.js', import.meta.url)
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < MIN_MAJOR || (major === MIN_MAJOR && minor < MIN_MINOR)) {
  refuse(`needs Node ${MIN_MAJOR}.${MIN_MINOR} or newer; this is ${process.version}.`)
} else if (!existsSync(fileURLToPath(program))) {
  refuse('is not built yet: run "make build" in its folder.')
} else {
  void import(program.href)
    .then(({ main }) => main(process.argv.slice(2)))
    .then((exitCode) => {
      process.exitCode = exitCode
    })
}

function refuse(sentence) {
  process.stderr.write(`teahouse ${sentence}\n`)
  process.exitCode = EX_UNAVAILABLE
}
