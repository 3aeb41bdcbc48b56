// Runs on a worker thread of its own, so that asking over HTTP holds up none of those who chat.
import { parentPort, workerData } from 'node:worker_threads'
import type { FromHttpWorker, HttpOrder, ToHttpWorker } from './http-order.ts'
import { PathLoad } from './path-load.ts'

const port = parentPort
if (port === null) throw new Error('http-worker.ts is a worker thread')

const order = workerData as HttpOrder
const tell = (message: FromHttpWorker): void => port.postMessage(message)
let finish = async (): Promise<void> => {}

port.on('message', (message: ToHttpWorker) => {
  if (message.type === 'start') finish = start()
  else void finish()
})
tell({ type: 'ready' })

/** @returns what ends it and reports */
function start(): () => Promise<void> {
  const startMs = performance.now()
  const before = performance.eventLoopUtilization()
  const loads = order.paths.map((path) => new PathLoad(path, order))
  return async () => {
    finish = async () => {}
    const seconds = (performance.now() - startMs) / 1_000
    const { utilization: busyShare } = performance.eventLoopUtilization(before)
    const paths = await Promise.all(loads.map((load) => load.stop(seconds)))
    tell({ type: 'done', tally: { seconds, paths, busyShare } })
  }
}
