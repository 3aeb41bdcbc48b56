/** A pause that can be cut short: the network is back, or somebody wants it now. */
export class Patience {
  #end: () => void = () => undefined

  wait(pauseMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pauseMs)
      this.#end = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  hurry(): void {
    this.#end()
  }
}
