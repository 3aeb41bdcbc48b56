import { chmodSync, cpSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../server/package-root.ts'
import { removeFolder } from './temporary-folder.ts'

const KEPT = join(packageRoot, '.tap', 'tls')

/**
 * Making a certificate is a quarter of what a server's start costs. Those whose tests are about something else begin with one that an earlier server made;
 * one that no longer fits this machine is made anew by the server itself.
 */
export function lendCertificate(data: string): void {
  if (existsSync(KEPT)) copy(KEPT, join(data, 'tls'))
}

/** After a server's start: what it made is there for the next. */
export function keepCertificate(data: string): void {
  const made = join(data, 'tls')
  if (existsSync(KEPT) || !existsSync(made)) return
  const copied = `${KEPT}-${process.pid}`
  copy(made, copied)
  try {
    renameSync(copied, KEPT)
  } catch {
    // Another test was faster.
    removeFolder(copied)
  }
}

function copy(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 })
  for (const name of ['key.pem', 'cert.pem']) {
    cpSync(join(from, name), join(to, name))
    chmodSync(join(to, name), 0o600)
  }
}
