/** Two soft notes, a cup set down: made here, so that no file is needed. */
const NOTES = [
  { frequency: 880, at: 0, lasts: 0.5, loud: 0.08 },
  { frequency: 1318.5, at: 0.09, lasts: 0.7, loud: 0.05 },
]

/** A browser lets a page sound only after somebody has touched it; before that, `ring` is silent. */
export class Chime {
  #context: AudioContext | undefined

  constructor() {
    const wake = (): void => {
      removeEventListener('pointerdown', wake)
      removeEventListener('keydown', wake)
      this.#context = new AudioContext()
    }
    addEventListener('pointerdown', wake)
    addEventListener('keydown', wake)
  }

  ring(): void {
    const context = this.#context
    if (context === undefined) return
    // After a long silence browsers put it to sleep.
    void context.resume().then(() => {
      for (const { frequency, at, lasts, loud } of NOTES) {
        const start = context.currentTime + at
        const tone = new OscillatorNode(context, { frequency })
        const volume = new GainNode(context, { gain: 0 })
        volume.gain.linearRampToValueAtTime(loud, start + 0.01)
        volume.gain.exponentialRampToValueAtTime(0.0001, start + lasts)
        tone.connect(volume).connect(context.destination)
        tone.start(start)
        tone.stop(start + lasts)
      }
    })
  }
}
