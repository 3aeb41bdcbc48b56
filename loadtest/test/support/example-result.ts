import type { LatencySummary, LoadResult, TimelinePoint } from '../../report/load-result.ts'
import { noFaults } from '../../verify/faults.ts'

const INTERVAL_MS = 500

/** A good run that never was: 500 users in pairs for 30 s. Reports are drawn from it in tests. */
export function exampleResult(changes: Partial<LoadResult> = {}): LoadResult {
  return {
    version: 1,
    verdict: {
      isGood: true,
      sentence:
        '500 users, 2,500 msg/s for 30 s: every message arrived once and in order; p99 8.20 ms; SLO met',
    },
    run: {
      scenario: 'chat',
      about: 'Friends in pairs write to each other, each at moments of their own.',
      target: '127.0.0.1:7700',
      startedAt: '2026-11-22T18:00:00.000Z',
      seconds: 30,
      warmUpSeconds: 5,
      isInterrupted: false,
      users: 500,
      conversations: 250,
      pace: '2500/s of all together',
      textSize: 'lognormal, mean 64 bytes',
      seed: 42,
      machine: {
        cpu: 'Example CPU',
        cores: 2,
        memoryBytes: 8_000_000_000,
        platform: 'linux x64',
        node: 'v20.20.2',
      },
      commit: '0123456789',
    },
    entrance: { users: 500, seconds: 0.2, perSecond: 2_500 },
    messages: {
      wantedPerSecond: 2_500,
      sentPerSecond: 2_500,
      acknowledgedPerSecond: 2_500,
      deliveredPerSecond: 2_500,
      sent: 75_000,
      acknowledged: 75_000,
      delivered: 75_000,
      delayed: 3,
      unsent: 0,
      unanswered: 0,
      duplicatesRefused: 0,
    },
    latencyUs: {
      acknowledge: summary(0.9),
      delivery: summary(1),
      deliveryApart: null,
      login: summary(4, 500),
      passwordLogin: null,
      reconnect: null,
      lateness: summary(0.2),
    },
    phases: [],
    errors: { total: 7, share: 7 / 75_000, byCode: { rate_limited: 5, busy: 2 }, disconnects: {} },
    verifier: {
      faults: noFaults(),
      examples: [],
      gapsHealed: 2,
      pulled: 5,
      resyncs: 0,
      readBack: 150_000,
    },
    slo: null,
    generator: {
      workers: 1,
      cpuSeconds: 6,
      cpuShare: 0.2,
      cpuUsPerDelivered: 80,
      loopUtilization: 0.18,
      loopDelayP99Us: 1_200,
      isBottleneck: false,
      warnings: [],
    },
    server: null,
    timeline: { intervalMs: INTERVAL_MS, points: points(), marks: [] },
    distributions: { acknowledge: bins(0.9), delivery: bins(1) },
    ...changes,
  }
}

function summary(factor: number, count = 75_000): LatencySummary {
  return {
    count,
    min: 300 * factor,
    mean: 1_400 * factor,
    p50: 1_100 * factor,
    p95: 3_900 * factor,
    p99: 8_200 * factor,
    p999: 11_800 * factor,
    max: 30_000 * factor,
  }
}

function points(): TimelinePoint[] {
  return Array.from({ length: 70 }, (_, index) => {
    const seconds = -5 + ((index + 1) * INTERVAL_MS) / 1_000
    const wave = Math.sin(index / 3)
    const isMeasured = seconds > 0
    return {
      seconds,
      sent: 2_500 + 90 * wave,
      acknowledged: 2_500 + 85 * wave,
      delivered: 2_500 + 80 * wave,
      errors: index === 40 ? 14 : 0,
      logins: 0,
      online: 500,
      p50: isMeasured ? 1_100 + 100 * wave : null,
      p95: isMeasured ? 3_900 + 600 * wave : null,
      p99: isMeasured ? 8_200 + 2_000 * wave : null,
    }
  })
}

function bins(factor: number) {
  const counts = [
    20, 300, 2_000, 9_000, 18_000, 17_000, 12_000, 8_000, 4_500, 2_500, 1_200, 400, 80,
  ]
  return counts.map((count, index) => ({
    fromUs: 300 * factor * 10 ** (index / 10),
    toUs: 300 * factor * 10 ** ((index + 1) / 10),
    count,
  }))
}
