// Runs on a worker of its own: whatever strangers send to the port of mDNS keeps the server from nothing.
import { parentPort, workerData } from 'node:worker_threads'
import { Announcing } from './announcing.ts'
import type { Announcement } from './service.ts'

const announcing = new Announcing(workerData as Announcement, (news) =>
  parentPort?.postMessage(news),
)
parentPort?.once('message', () => {
  // Nothing else can be asked of it.
  void announcing.stop().then(() => process.exit())
})
void announcing.run()
