import t from 'tap'
import { isReminderOrder, parseReminderOrder } from '../reminder-order.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** By the clock of this machine, whose time zone the assistant speaks. No clock is turned that week, in any zone. */
const NOON = new Date(2026, 6, 15, 12, 0).getTime()

const orders: [order: string, afterMs: number, text: string][] = [
  ['remind me in 10 minutes to drink tea', 10 * MINUTE, 'drink tea'],
  ['Remind me in 10 min: drink tea', 10 * MINUTE, 'drink tea'],
  ['remind me in 5 minutes', 5 * MINUTE, ''],
  ['/remind in 2h call Lucy', 2 * HOUR, 'call Lucy'],
  ['/remind me in 90s', 90_000, ''],
  ['please remind me in an hour that the oven is on', HOUR, 'the oven is on'],
  ['remind me in half an hour about the bus', HOUR / 2, 'the bus'],
  ['remind me in an hour and a half to go', 1.5 * HOUR, 'go'],
  ['remind me in one and a half hours to go', 1.5 * HOUR, 'go'],
  ['remind me in 1 hour and 30 minutes to go', 1.5 * HOUR, 'go'],
  ['remind me in 1h30m to go', 1.5 * HOUR, 'go'],
  ['remind me in 1.5 hours to go', 1.5 * HOUR, 'go'],
  ['remind me in twenty minutes and tell me why', 20 * MINUTE, 'and tell me why'],
  ['remind me in 3 days to water the plants', 3 * DAY, 'water the plants'],
  ['remind me in 2 weeks', 14 * DAY, ''],
  ['remind me to call mum in 10 minutes', 10 * MINUTE, 'call mum'],
  ['remind me to be in the kitchen in 10 minutes.', 10 * MINUTE, 'be in the kitchen'],
  ['in 5 minutes remind me to look', 5 * MINUTE, 'look'],
  ['remind me   in\n5\tminutes  to\nlook', 5 * MINUTE, 'look'],
  ['提醒我 5 分钟后 喝茶', 5 * MINUTE, '喝茶'],
  ['提醒我5分钟后喝茶', 5 * MINUTE, '喝茶'],
  ['5分钟后提醒我喝茶', 5 * MINUTE, '喝茶'],
  ['请在十分钟后提醒我开会', 10 * MINUTE, '开会'],
  ['十五分钟之后提醒我,开会', 15 * MINUTE, '开会'],
  ['二十分钟以后叫我', 20 * MINUTE, ''],
  ['一百二十分钟后提醒我', 2 * HOUR, ''],
  ['半小时后提醒我走', HOUR / 2, '走'],
  ['半个小时后提醒我走', HOUR / 2, '走'],
  ['一个半小时后提醒我走', 1.5 * HOUR, '走'],
  ['两个半小时后提醒我走', 2.5 * HOUR, '走'],
  ['1小时30分钟后提醒我走', 1.5 * HOUR, '走'],
  ['一刻钟后提醒我', 15 * MINUTE, ''],
  ['提醒我两天后交报告', 2 * DAY, '交报告'],
  ['一周后提醒我', 7 * DAY, ''],
  ['过10分钟叫我起床', 10 * MINUTE, '起床'],
  ['提醒我喝茶10分钟后', 10 * MINUTE, '喝茶'],
  ['提醒我喝茶,1小时30分钟后', 1.5 * HOUR, '喝茶'],
  ['30秒后提醒我', 30_000, ''],
]

const clocks: typeof orders = [
  ['remind me at 15:30', 3.5 * HOUR, ''],
  ['remind me at 15:30 to call Tom', 3.5 * HOUR, 'call Tom'],
  ['remind me to call Tom at 3:30 pm', 3.5 * HOUR, 'call Tom'],
  ['Remind me at 3pm: tea', 3 * HOUR, 'tea'],
  ['remind me at 9 a.m. to water the plants', 21 * HOUR, 'water the plants'],
  ['remind me at 12:00', DAY, ''],
  ['remind me tomorrow at 8:15 to leave', 20.25 * HOUR, 'leave'],
  ['remind me to leave at 14:00 tomorrow', 26 * HOUR, 'leave'],
  ['at 18:00 remind me to go home', 6 * HOUR, 'go home'],
  ['remind me at 12:05 am', 12 * HOUR + 5 * MINUTE, ''],
  ['下午3点半提醒我开会', 3.5 * HOUR, '开会'],
  ['提醒我明天早上8点起床', 20 * HOUR, '起床'],
  ['晚上十点一刻叫我睡觉', 10.25 * HOUR, '睡觉'],
  ['15:30提醒我喝茶', 3.5 * HOUR, '喝茶'],
  ['后天上午九点三十分提醒我交报告', 45.5 * HOUR, '交报告'],
  ['今晚8点提醒我看电影', 8 * HOUR, '看电影'],
  ['十二点提醒我', DAY, ''],
  ['提醒我二十点整关门', 8 * HOUR, '关门'],
]

for (const [order, afterMs, text] of [...orders, ...clocks]) {
  t.test(`"${order}"`, async (t) => {
    t.strictSame(parseReminderOrder(order, NOON), { afterMs, text })
    t.ok(isReminderOrder(order))
  })
}

t.test('without a time it is an order all the same, and people are asked when', async (t) => {
  const vague = ['remind me to drink tea', 'remind me tomorrow', 'remind me']
  for (const text of [...vague, '提醒我明天开会', '提醒我']) {
    t.ok(isReminderOrder(text), text)
    t.equal(parseReminderOrder(text, NOON), undefined, text)
  }
})

t.test('what speaks of something else is none', async (t) => {
  const others = ['you remind me of tea', 'remind me what that was', 'reminders', 'it reminds me']
  for (const text of [...others, 'reminder', '我的提醒', '谢谢提醒', '5分钟后见', 'in 5 minutes']) {
    t.notOk(isReminderOrder(text), text)
  }
})

t.test('[G-6] texts that are made to be slow to match are not', async (t) => {
  const nasty = [
    `remind me ${'in 5 minutes '.repeat(600)}x`,
    `remind me ${' '.repeat(7_900)}x`,
    `提醒我${'一'.repeat(7_900)}`,
    `提醒我${'1小时'.repeat(2_600)}`,
    `${'半'.repeat(7_990)}`,
    `remind me in ${'1 h '.repeat(1_900)}`,
    `remind me ${' in'.repeat(2_600)}`,
    `remind me ${' at 1'.repeat(1_600)}`,
    `提醒我${'明天下午3点'.repeat(1_300)}`,
    `${'十'.repeat(7_990)}`,
  ]
  for (const text of nasty) {
    const time = (): number => {
      const start = performance.now()
      isReminderOrder(text)
      parseReminderOrder(text, NOON)
      return performance.now() - start
    }
    const best = Math.min(...Array.from({ length: 5 }, time))
    t.ok(best < 10, `${text.slice(0, 20)}…: ${best.toFixed(2)} ms`)
  }
})

t.test('a time that no clock shows, or that has passed today, is no time', async (t) => {
  for (const text of [
    'remind me at 25:00',
    'remind me at 13 pm',
    'remind me at 10:75',
    'remind me today at 9:00',
    '26点提醒我',
    '今天上午9点提醒我开会',
  ]) {
    t.ok(isReminderOrder(text), text)
    t.ok(Number.isNaN(parseReminderOrder(text, NOON)?.afterMs), text)
  }
})
