// Runs on a worker thread: one share of the users.
import { parentPort, workerData } from 'node:worker_threads'
import type { Assignment, FromWorker, ToWorker } from './load-messages.ts'
import { WorkerRun } from './worker-run.ts'

const port = parentPort
if (port === null) throw new Error('load-worker.ts is a worker thread')

const run = new WorkerRun(workerData as Assignment, (message: FromWorker) =>
  port.postMessage(message),
)
port.on('message', (message: ToWorker) => {
  void run.receive(message)
})
