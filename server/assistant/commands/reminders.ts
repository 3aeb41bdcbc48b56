import type { StorageApi } from '../../workers/storage-api.ts'
import { commandText } from '../command-text.ts'
import type { Language } from '../language.ts'
import { oneLine } from '../one-line.ts'
import { When } from '../when.ts'
import type { LocalCommand, LocalQuestion } from './local-command.ts'

const LISTS =
  /^((list |show )?(my |all )?reminders|what are my reminders|(列出|查看|看看)?(我的|我有哪些|有哪些|所有)?提醒(列表)?)$/i
const CANCELS =
  /^(?:(?:cancel|delete|remove) (?:the |my )?reminder #?(?<en>\d{1,15})|(?:取消|删除|删掉)(?:第)? ?提醒 ?#?(?<zh>\d{1,15})|(?:取消|删除|删掉)(?:第)? ?#?(?<zh2>\d{1,15}) ?号?提醒)$/i
const CANCELS_ALL =
  /^((cancel|delete|remove) (all )?(of )?(my )?reminders|(取消|删除|删掉)(我的)?(所有|全部)的?提醒)$/i
/** Fifty of them, at most, stay within a message. */
const MAX_LINE_CHARACTERS = 100

interface RemindersHost {
  storage: Pick<StorageApi, 'remindersOf' | 'cancelReminders'>
}

export function remindersCommand({ storage }: RemindersHost): LocalCommand {
  return {
    understands: (text) => LISTS.test(commandText(text)),
    async answer({ asker, language, now }: LocalQuestion) {
      const kept = await storage.remindersOf(asker.id)
      const say = TEXTS[language]
      if (kept.length === 0) return say.none
      const when = new When(language, now)
      const lines = kept.map(({ id, dueAt, text }) =>
        `  ${id} · ${when.format(dueAt)} ${oneLine(text, MAX_LINE_CHARACTERS)}`.trimEnd(),
      )
      return [say.title(kept.length), ...lines].join('\n')
    },
  }
}

/** By number, not by place in the list: places move when one is due. */
export function cancelReminderCommand({ storage }: RemindersHost): LocalCommand {
  return {
    understands(text) {
      const order = commandText(text)
      return CANCELS.test(order) || CANCELS_ALL.test(order)
    },
    async answer({ asker, text, language }) {
      const say = TEXTS[language]
      const { en, zh, zh2 } = CANCELS.exec(commandText(text))?.groups ?? {}
      const number = en ?? zh ?? zh2
      const which = number === undefined ? 'all' : Number(number)
      const count = await storage.cancelReminders(asker.id, which)
      if (which === 'all') return count === 0 ? say.none : say.cancelledAll(count)
      return count === 0 ? say.noSuch(which) : say.cancelled(which)
    },
  }
}

interface Texts {
  none: string
  title(count: number): string
  noSuch(id: number): string
  cancelled(id: number): string
  cancelledAll(count: number): string
}

const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    none: 'You have no reminders. Say: remind me in 20 minutes to drink tea.',
    title: (count) => (count === 1 ? 'One reminder:' : `${count} reminders:`),
    noSuch: (id) => `You have no reminder ${id}, or no longer.`,
    cancelled: (id) => `Reminder ${id} is cancelled.`,
    cancelledAll: (count) =>
      count === 1 ? 'Your one reminder is cancelled.' : `All ${count} reminders are cancelled.`,
  },
  zh: {
    none: '你没有提醒。可以说:20分钟后提醒我喝茶。',
    title: (count) => `${count} 个提醒:`,
    noSuch: (id) => `没有提醒 ${id},或者已经没有了。`,
    cancelled: (id) => `提醒 ${id} 已取消。`,
    cancelledAll: (count) => `${count} 个提醒都已取消。`,
  },
}
