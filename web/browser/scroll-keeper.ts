/** So near to the end counts as there. */
const NEAR_END_PX = 32
/** So near to an edge, and more is fetched before one is there. */
const NEAR_EDGE_PX = 600
/** Where the line before what is new comes to stand, from the top. */
const UNREAD_TOP_PX = 56

type Anchor = { kind: 'end' } | { kind: 'message'; seq: string; top: number }

export interface ScrollKeeperPort {
  /** Whether the last message in the box is the newest there is. */
  isWhole(): boolean
  onEnd(isAtEnd: boolean): void
  onNearTop(): void
  onNearBottom(): void
}

/**
 * Keeps the place in a list that grows at both ends: at the end it stays at the end, elsewhere the message that one reads stays where it
 * is, whatever is added above or taken away below. The browser's own anchoring is not in all browsers and gives up at the very top.
 */
export class ScrollKeeper {
  readonly #box: HTMLElement
  readonly #port: ScrollKeeperPort
  #anchor: Anchor | undefined

  constructor(box: HTMLElement, port: ScrollKeeperPort) {
    this.#box = box
    this.#port = port
  }

  /** After every drawing, and whenever the box or what is in it has changed its size. */
  restore(): void {
    if (this.#anchor === undefined) this.#begin()
    else if (this.#anchor.kind === 'end') this.#toEnd()
    else {
      const element = this.#element(this.#anchor.seq)
      if (element !== null) this.#box.scrollTop += this.#topOf(element) - this.#anchor.top
    }
    this.look()
  }

  /** One has scrolled, or everything is in its place again. */
  look(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#box
    const below = scrollHeight - scrollTop - clientHeight
    const isAtEnd = below < NEAR_END_PX && this.#port.isWhole()
    this.#anchor = isAtEnd ? { kind: 'end' } : (this.#firstSeen() ?? this.#anchor)
    this.#port.onEnd(isAtEnd)
    if (scrollTop < NEAR_EDGE_PX) this.#port.onNearTop()
    if (below < NEAR_EDGE_PX) this.#port.onNearBottom()
  }

  toEnd(): void {
    this.#anchor = { kind: 'end' }
    this.restore()
  }

  /** Answers whether it is here. */
  toMessage(seq: number): boolean {
    const element = this.#element(String(seq))
    if (element === null) return false
    const { clientHeight } = this.#box
    this.#box.scrollTop +=
      this.#topOf(element) - Math.max(0, (clientHeight - element.offsetHeight) / 2)
    this.#anchor = { kind: 'message', seq: String(seq), top: this.#topOf(element) }
    this.look()
    element.classList.remove('found')
    // Read, so that the animation begins anew when one comes to the same message twice.
    void element.offsetWidth
    element.classList.add('found')
    return true
  }

  /** A page up or down, for who types and wants to look back. */
  page(pages: number): void {
    this.#box.scrollBy({ top: pages * this.#box.clientHeight * 0.85 })
  }

  /** The first drawing: at what is new, where that is more than fits; else at the end. */
  #begin(): void {
    this.#toEnd()
    const line = this.#box.querySelector<HTMLElement>('.unread-line')
    if (line !== null && this.#topOf(line) < 0) {
      this.#box.scrollTop += this.#topOf(line) - UNREAD_TOP_PX
    }
  }

  #toEnd(): void {
    this.#box.scrollTop = this.#box.scrollHeight
  }

  #element(seq: string): HTMLElement | null {
    return this.#box.querySelector<HTMLElement>(`[data-seq="${seq}"]`)
  }

  #topOf(element: HTMLElement): number {
    return element.getBoundingClientRect().top - this.#box.getBoundingClientRect().top
  }

  /** They stand in order, so that ten looks are enough among a thousand. */
  #firstSeen(): Anchor | undefined {
    const elements = this.#box.querySelectorAll<HTMLElement>('[data-seq]')
    let [low, high] = [0, elements.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const element = elements[middle]
      if (element !== undefined && this.#topOf(element) + element.offsetHeight <= 0)
        low = middle + 1
      else high = middle
    }
    const element = elements[low]
    const seq = element?.dataset['seq']
    if (element === undefined || seq === undefined) return undefined
    return { kind: 'message', seq, top: this.#topOf(element) }
  }
}
