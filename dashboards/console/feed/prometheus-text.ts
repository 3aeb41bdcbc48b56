/** One line of Prometheus' text format: a number, under a name and labels. */
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/
const LABEL = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\\n]|\\.)*)"\s*(,|(?=\}))/y
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' }
const SPECIAL: Readonly<Record<string, number>> = {
  '+inf': Number.POSITIVE_INFINITY,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
}

/** All samples of a page. A line that is none is left out: what somebody else exports must not keep the rest from being seen. */
export function parseSamples(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const sample = parseLine(line.trim())
    return sample === undefined ? [] : [sample]
  })
}

function parseLine(line: string): Sample | undefined {
  const [name] = NAME.exec(line) ?? []
  if (name === undefined) return undefined
  const labels: Record<string, string> = Object.create(null)
  let end = name.length
  if (line[end] === '{') {
    const after = readLabels(line, end + 1, labels)
    if (after === undefined) return undefined
    end = after
  }
  const rest = line.slice(end)
  if (!/^\s/.test(rest) && !line.startsWith('}', end - 1)) return undefined
  // A timestamp may follow, which is of no use here.
  const [word = '', stamp = '0', ...more] = rest.trim().split(/\s+/)
  const value = SPECIAL[word.toLowerCase()] ?? (word === '' ? undefined : Number(word))
  const isSample = value !== undefined && (!Number.isNaN(value) || /^nan$/i.test(word))
  return isSample && /^-?\d+$/.test(stamp) && more.length === 0
    ? { name, labels, value }
    : undefined
}

/** Where the labels end; undefined: they are malformed. */
function readLabels(
  line: string,
  from: number,
  labels: Record<string, string>,
): number | undefined {
  let at = from
  for (;;) {
    if (/^\s*\}/.test(line.slice(at))) return line.indexOf('}', at) + 1
    LABEL.lastIndex = at
    const match = LABEL.exec(line)
    if (match === null) return undefined
    const [whole, name = '', value = ''] = match
    labels[name] = value.replace(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? `\\${letter}`)
    at += whole.length
  }
}
