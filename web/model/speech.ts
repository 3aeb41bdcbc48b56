export type Values = Readonly<Record<string, string | number>>

/** A sentence with its values; what has none stays as it is, so that it is seen. */
export function fill(sentence: string, values: Values = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}

/** A sentence cut at a value that is shown in its own way, such as a name: `["", " is typing"]`. */
export function around(sentence: string, name: string): [before: string, behind: string] {
  const [before = '', behind = ''] = sentence.split(`{${name}}`)
  return [before, behind]
}
