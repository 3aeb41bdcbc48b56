import { TRANSPORTS } from '../../wire/transport.ts'
import { type LoadFigures, NO_FAULTS } from '../engine/load-figures.ts'
import type { BenchResult, SystemResult } from '../report/bench-result.ts'

export const exampleFigures = (change: Partial<LoadFigures> = {}): LoadFigures => ({
  seconds: 5,
  sentPerSecond: 30_000,
  acknowledgedPerSecond: 30_000,
  deliveredPerSecond: 30_000,
  cpuUsPerDelivered: 20,
  databaseCpuUsPerDelivered: null,
  acknowledgeUs: { p50: 1_500, p99: 9_000 },
  deliveryUs: { p50: 1_600, p99: 9_500 },
  faults: NO_FAULTS,
  generator: { cpuShare: 0.4, busyShare: 0.6, loopDelayP99Us: 1_200 },
  ...change,
})

export const exampleSystem = (change: Partial<SystemResult> = {}): SystemResult => ({
  key: 'sqlite',
  name: 'Teahouse on SQLite',
  promise: 'committed',
  isInstalled: true,
  problem: null,
  chat: {
    saturated: exampleFigures(),
    brisk: exampleFigures({ deliveredPerSecond: 5_000, cpuUsPerDelivered: 55 }),
    calm: exampleFigures({ deliveredPerSecond: 1_000, cpuUsPerDelivered: 150 }),
  },
  idle: { users: 2_000, bytesPerUser: 5_200 },
  transports: [],
  rooms: [],
  logins: null,
  storm: null,
  stored: [],
  search: null,
  ...change,
})

const withCpu = (cpu: number) => ({
  saturated: exampleFigures({ cpuUsPerDelivered: cpu, deliveredPerSecond: 25_000 }),
  brisk: exampleFigures({ cpuUsPerDelivered: cpu, deliveredPerSecond: 5_000 }),
  calm: exampleFigures({ cpuUsPerDelivered: cpu, deliveredPerSecond: 1_000 }),
})

/** Three systems, one of which is not installed. */
export const exampleResult = (change: Partial<BenchResult> = {}): BenchResult => ({
  startedAt: '2026-11-22T09:41:07.123Z',
  seconds: 61.4,
  isLong: false,
  rounds: 1,
  times: { seconds: 5, warmUpSeconds: 1 },
  machine: {
    cpu: 'Some CPU',
    cores: 2,
    memoryBytes: 8_000_000_000,
    kernel: '6.1.0',
    node: 'v20.20.2',
    fsyncUs: 900,
  },
  others: { othersShare: 0.02, stolenShare: 0 },
  commit: 'abc123',
  systems: [
    exampleSystem(),
    exampleSystem({
      key: 'mosquitto',
      name: 'Mosquitto 2.0.11, QoS 1',
      promise: 'in memory',
      chat: withCpu(25),
      idle: { users: 2_000, bytesPerUser: 1_040 },
    }),
    exampleSystem({
      key: 'ngircd',
      name: 'ngircd',
      promise: 'none',
      isInstalled: false,
      problem: 'not installed (Debian: apt-get install ngircd)',
      chat: null,
      idle: null,
    }),
  ],
  ...change,
})

/** The same system with everything that a long bench finds out. */
export const longSystem = (): SystemResult =>
  exampleSystem({
    transports: TRANSPORTS.map((transport, place) => ({
      transport,
      saturated: exampleFigures({ cpuUsPerDelivered: 20 + 2 * place }),
      brisk: exampleFigures({ cpuUsPerDelivered: 60 + 10 * place, deliveredPerSecond: 5_000 }),
      idle: { users: 10_000, bytesPerUser: 5_000 + 20_000 * place },
    })),
    rooms: [10, 100, 1_000].map((members) => ({
      members,
      ...exampleFigures({ cpuUsPerDelivered: 400 / members + 4, acknowledgeUs: null }),
    })),
    logins: { users: 10_000, atOnce: 200, perSecond: 5_432, cpuUsPerLogin: 150 },
    storm: {
      perSecond: 1_000,
      stormers: 32,
      loginsPerSecond: 61.4,
      without: exampleFigures(),
      with: exampleFigures({ deliveryUs: { p50: 1_900, p99: 15_000 } }),
    },
    stored: [
      { stored: 10_123, cutAt: null, ...exampleFigures() },
      { stored: 64_000, cutAt: 100_000, ...exampleFigures() },
    ],
    search: {
      stored: 1_000_001,
      indexedSeconds: 41.2,
      queries: [
        { what: 'a word in all', found: 50, p50Us: 2_100, maxUs: 3_400 },
        { what: 'a word in none', found: 0, p50Us: 700, maxUs: 900 },
      ],
    },
  })
