import { isBigEmoji } from '../model/emoji.ts'
import { linkPieces } from '../model/links.ts'

/** What somebody wrote. Only ever text: what looks like an address of the web can be followed, nothing else does anything. */
export function MessageText({ text }: { text: string }) {
  return (
    <p class={isBigEmoji(text) ? 'text big' : 'text'} dir="auto">
      {linkPieces(text).map((piece, index) =>
        piece.kind === 'link' ? (
          <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
            {piece.text}
          </a>
        ) : (
          piece.text
        ),
      )}
    </p>
  )
}
