/** Numbers that look like chance and are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** What people could write to make a screen fall apart. */
export const HOSTILE: readonly string[] = [
  '\x1b[2J\x1b[1;1H\x1b[31mowned',
  '\x1b]0;title\x07\x1b]52;c;cm0gLXJm\x07',
  '\x9b31mcsi',
  '{red-fg}{bold}tags{/}',
  '{escape}{/escape}{|}',
  'a\u202egnp.exe\u202c',
  '\u2066\u2067\u061c\u200f',
  'one\ntwo\r\nthree\rfour\u2028five\u0085six',
  'tab\tbed\x00nul\x08\x08\x7f',
  '韩梅梅和李雷在茶馆喝茶',
  '👨‍👩‍👧‍👦 family 👍🏽 ❤️ 1️⃣',
  '🇨🇳🇩🇪 flags 🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  `z${'\u0301\u0323\u0489'.repeat(40)}algo`,
  '\u0301begins with a mark',
  'e\u200d\u0301 joined',
  '\ud83d lone \udc4d halves',
  '한글 ᄒ\u1161\u11ab \u1161\u11a8',
  'हिन्दी नमस्ते क्षत्रिय',
  'مرحبا שלום',
  '\ue000\u{f0000}\u{10ffff}\ufdd0',
  'ｱｲｳ﷽ﬀ\u3000wide',
  '\ufeff\u00ad\u180e\u3164\u115f\uffa0',
  '…'.repeat(30),
  '',
  'x'.repeat(9_000),
  '字'.repeat(9_000),
]

/** A text of anything: hostile pieces, and characters from everywhere. */
export function anyText(random: () => number): string {
  const pieces = Array.from({ length: Math.floor(random() * 5) }, () => {
    if (random() < 0.5) return HOSTILE[Math.floor(random() * HOSTILE.length)] ?? ''
    const characters = Array.from({ length: Math.floor(random() * 12) }, () =>
      String.fromCodePoint(Math.floor(random() ** 3 * 0x110000)),
    )
    return characters.join('')
  })
  return pieces.join('')
}

/** Characters that drive a terminal, turn the direction, or are no character at all. */
export const HARMFUL =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
