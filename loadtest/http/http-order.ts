import type { LatencySummary } from '../report/load-result.ts'

/** What is asked over HTTP, and how often. */
export interface HttpOrder {
  readonly paths: readonly HttpPath[]
  /** Requests a second of each path; `max`: the next as soon as the last is answered. */
  readonly rate: number | 'max'
  /** For each path. */
  readonly connections: number
}

export interface HttpPath {
  /** As the report calls it. */
  readonly name: string
  readonly url: string
}

/** What asking for one path gave. */
export interface PathResult {
  readonly name: string
  /** Answers of status 2xx. */
  readonly answered: number
  readonly answeredPerSecond: number
  /** Asked → the last byte of the answer, of 2xx answers, in microseconds; null without one. */
  readonly latencyUs: LatencySummary | null
  /** Head and body of an answer, on average. */
  readonly bytesPerAnswer: number
  readonly failed: number
  /** By status, and by the operating system's code for connections that failed. */
  readonly failures: Readonly<Record<string, number>>
}

export interface HttpTally {
  readonly seconds: number
  readonly paths: readonly PathResult[]
  /** The share of time in which the asking thread's event loop had work, 0 to 1. */
  readonly busyShare: number
}

export type ToHttpWorker = { readonly type: 'start' } | { readonly type: 'stop' }
export type FromHttpWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'done'; readonly tally: HttpTally }
