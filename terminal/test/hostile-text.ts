/** Texts as somebody might send them who wants to see a screen in ruins: the same ones for the same seed. */
const PIECES: readonly string[] = [
  'word',
  ' ',
  '   ',
  '茶',
  '馆里喝茶,',
  '。',
  '(',
  '😀',
  '👩\u200d👩\u200d👧',
  '👍🏽',
  '🇨🇳',
  '1\ufe0f\u20e3',
  '❤\ufe0f',
  'e\u0301',
  '\u0301\u0302\u0303\u0304',
  'हि\u093f',
  'กำ',
  '한',
  '\u1112\u1161\u11ab',
  'ﷺ',
  '\u202e',
  '\u2067',
  '\u200b',
  '\u00ad',
  '\x1b[2J',
  '\x1b]0;owned\x07',
  '\x9b31m',
  '\n',
  '\r',
  '\t',
  '\u2028',
  '\ud83d',
  '\udc00',
  '\ue000',
  '\u{e0041}',
  '\u{10ffff}',
  '{red-fg}{bold}{/}',
  'https://example.org/a/rather/long/path?with=things&more=of#them',
]

/** Numbers from 0 to 1, the same ones for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

export function hostileText(random: () => number, pieces: number): string {
  const count = Math.floor(random() * pieces)
  const pick = (): string => PIECES[Math.floor(random() * PIECES.length)] ?? ''
  return Array.from({ length: count }, pick).join('')
}
