export const BEGIN_MARK = '<!-- bench: written by `make bench ARGS=--long`, do not edit -->'
export const END_MARK = '<!-- bench: end -->'

const NEW_PAGE = `# Benchmarks

What the server costs, beside systems that promise less, all in one run on one machine: \`make bench\`, and \`make bench ARGS=--long\` for what stands here.

${BEGIN_MARK}
${END_MARK}
`

/**
 * The page with the figures between its marks replaced, and all else as it was. A page that is not there is begun; one that has lost its marks gets
 * them at its end.
 */
export function updatePage(page: string | undefined, figures: string): string {
  const old = page ?? NEW_PAGE
  const marked = `${BEGIN_MARK}\n\n${figures}\n\n${END_MARK}`
  const begin = old.indexOf(BEGIN_MARK)
  const end = old.indexOf(END_MARK, begin)
  if (begin === -1 || end === -1) return `${old.trimEnd()}\n\n${marked}\n`
  return old.slice(0, begin) + marked + old.slice(end + END_MARK.length)
}
