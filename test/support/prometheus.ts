import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { findProgram, freePort } from './programs.ts'
import { type Teardown, temporaryFolder } from './temporary-folder.ts'

export const PROMETHEUS_MISSING =
  'there is no prometheus and promtool on this machine (Debian: apt-get install prometheus)'

export const hasPrometheus = (): boolean =>
  findProgram('prometheus') !== undefined && findProgram('promtool') !== undefined

/** @returns what promtool says and whether it was content */
export function promtool(args: string[], input = ''): Promise<{ isFine: boolean; said: string }> {
  return new Promise((resolve) => {
    const child = execFile(findProgram('promtool') ?? 'promtool', args, (error, out, errors) =>
      resolve({ isFine: error === null, said: `${out}${errors}` }),
    )
    // It may refuse what it is given before it has read it all.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

/** One value of an answer, with the labels that it stands for. */
export interface Answer {
  metric: Record<string, string>
  value: number
}

/** A private Prometheus on loopback, with an operator's own configuration except for the times and the target. */
export class Prometheus {
  readonly #url: string

  private constructor(url: string) {
    this.#url = url
  }

  /** `folder` holds prometheus.yml and its rules. Resolves when it answers. */
  static async start(t: Teardown, folder: string, target: string): Promise<Prometheus> {
    const own = temporaryFolder(t)
    const config = readFileSync(join(folder, 'prometheus.yml'), 'utf8')
      .replaceAll(/(interval|timeout): \d+s/g, '$1: 500ms')
      .replace('127.0.0.1:7701', target)
    writeFileSync(join(own, 'prometheus.yml'), config)
    const rules = readFileSync(join(folder, 'teahouse.rules.yml'))
    writeFileSync(join(own, 'teahouse.rules.yml'), rules)
    const address = `127.0.0.1:${await freePort()}`
    const child = spawn(
      findProgram('prometheus') ?? 'prometheus',
      [
        `--config.file=${join(own, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(own, 'data')}`,
        `--web.listen-address=${address}`,
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    t.teardown(() => end(child))
    await ready(child, `http://${address}/-/ready`)
    return new Prometheus(`http://${address}`)
  }

  async get(path: string): Promise<unknown> {
    const response = await fetch(`${this.#url}${path}`)
    const body = (await response.json()) as { status: string; error?: string; data: unknown }
    if (body.status !== 'success') throw new Error(`${path}: ${body.error}`)
    return body.data
  }

  /** What an expression is worth now. */
  async query(expression: string): Promise<Answer[]> {
    const data = await this.get(`/api/v1/query?query=${encodeURIComponent(expression)}`)
    const { result } = data as { result: { metric: Answer['metric']; value: [number, string] }[] }
    return result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }))
  }
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  let log = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  const giveUpAt = performance.now() + 15_000
  while (performance.now() < giveUpAt) {
    if (child.exitCode !== null) break
    await setTimeout(50)
    // Refused until it listens.
    const response = await fetch(url).catch(() => undefined)
    if (response?.ok) return
  }
  throw new Error(`Prometheus did not start: ${log}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
