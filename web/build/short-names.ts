import { minifySync, type Plugin } from 'vite'
import { ownNames } from './own-names.ts'

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']

/**
 * Properties of our own get names of two letters in the built page: 2 kB less. Which ones is a matter of the sources alone, so that all files of
 * the page agree, and two builds of the same sources as well. `root` is the folder of package.json.
 */
export function shortNames(root: string): Plugin {
  let mangleProps: { include: RegExp; cache: Record<string, string> } | undefined
  return {
    name: 'short-names',
    apply: 'build',
    buildStart() {
      mangleProps = rulesFor(ownNames(root))
    },
    // Before the file gets the name that says what is in it.
    renderChunk(code, { fileName }, _options, { chunks }) {
      // One file of the page loads another as a whole and asks for what is in it: what that exports keeps its name.
      for (const { isDynamicEntry, exports } of Object.values(chunks)) {
        const lost = exports.find((name) => isDynamicEntry && mangleProps?.include.test(name))
        if (lost !== undefined) throw new Error(`${lost} must not be shortened`)
      }
      const { errors, code: renamed } = minifySync(fileName, code, {
        compress: false,
        mangle: false,
        codegen: { removeWhitespace: false },
        ...(mangleProps && { mangleProps }),
      })
      if (errors.length > 0) throw new Error(`${fileName}: ${errors[0]?.message}`)
      return renamed
    },
  }
}

/** What there are no two free letters for stays as it is. */
function rulesFor({ own, others }: ReturnType<typeof ownNames>) {
  const free = LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).filter(
    (name) => !others.has(name),
  )
  return {
    include: new RegExp(`^(?:${own.join('|')})$`),
    cache: Object.fromEntries(own.map((name, index) => [name, free[index] ?? name])),
  }
}
