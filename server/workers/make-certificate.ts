import { Piscina } from 'piscina'
import type { CertificateOrder } from './certificate-worker.ts'
import { workerFile } from './worker-file.ts'

/** On a thread of its own, which ends with it: what makes certificates takes 140 ms to load and 20 MB to keep, for once in two years. */
export async function makeCertificate(order: CertificateOrder): Promise<string> {
  const pool = new Piscina({
    filename: workerFile('certificate-worker', import.meta.url),
    name: 'handle',
    minThreads: 1,
    maxThreads: 1,
  })
  try {
    return (await pool.run(order)) as string
  } finally {
    await pool.destroy()
  }
}
