import { statfs } from 'node:fs/promises'

export interface DiskReading {
  /** What the server's user may still write. */
  freeBytes: number
  sizeBytes: number
}

/** The disk under a folder, as it was when somebody last asked: a file system that hangs, as one over the network may, must not hold up who asks. */
export class DiskSpace {
  readonly #folder: string
  #reading: DiskReading | undefined
  #isAsking = false

  constructor(folder: string) {
    this.#folder = folder
    void this.refresh()
  }

  /** Undefined until the first answer, and where there is none. */
  read(): DiskReading | undefined {
    void this.refresh()
    return this.#reading
  }

  async refresh(): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    try {
      const { bavail, blocks, bsize } = await statfs(this.#folder)
      this.#reading = { freeBytes: bavail * bsize, sizeBytes: blocks * bsize }
    } catch {
      // Better no figure than an old one that looks well.
      this.#reading = undefined
    } finally {
      this.#isAsking = false
    }
  }
}
