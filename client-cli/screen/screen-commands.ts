import { THEME_NAMES, type ThemeName } from '../../terminal/palette.ts'
import { COMMANDS } from '../commands/command-table.ts'
import type { CommandRow } from '../showing.ts'
import type { Speech } from '../speech.ts'
import { BELL_NAMES, type BellName } from './bell.ts'
import { helpPanel } from './help-panel.ts'
import type { Look } from './look.ts'
import type { Panel } from './panel.ts'
import type { ScreenModel } from './screen-model.ts'
import { S } from './screen-texts.ts'

/** What can be typed in the full screen alone, beside what every face takes. */
interface ScreenCommand extends CommandRow {
  /** The sentence that says what was done; `undefined` where it was not written as it should be. */
  run(model: ScreenModel, speech: Speech, word: string): string | undefined
}

export const SCREEN_COMMANDS: readonly ScreenCommand[] = [
  {
    name: 'theme',
    usage: S.themeUsage,
    help: S.themeHelp,
    run(model, speech, word) {
      const theme = THEME_NAMES.find((name): name is ThemeName => name === word)
      if (theme === undefined) return undefined
      model.theme = theme
      return speech.of(S.themeSet, { theme })
    },
  },
  {
    name: 'bell',
    usage: S.bellUsage,
    help: S.bellHelp,
    run(model, speech, word) {
      const bell = BELL_NAMES.find((name): name is BellName => name === word)
      if (bell === undefined) return undefined
      model.bell = bell
      return speech.of(S.bellSet, { bell })
    },
  },
]

/** All that can be typed here behind a `/`. */
export const EVERY_COMMAND: readonly CommandRow[] = [...COMMANDS, ...SCREEN_COMMANDS]

/** All keys and all commands. */
export const wholeHelp = (look: Look): Panel => helpPanel(look, EVERY_COMMAND, true)

const find = (name: string): ScreenCommand | undefined =>
  SCREEN_COMMANDS.find((one) => one.name === name.toLowerCase())

/** Carries out a command of the screen; false when it is none. */
export function runScreenCommand(
  model: ScreenModel,
  look: Look,
  name: string,
  args: string,
): boolean {
  const word = args.trim().toLowerCase()
  const explained = name.toLowerCase() === 'help' ? find(word.replace(/^\//, '')) : undefined
  if (explained !== undefined) {
    model.panel = helpPanel(look, [explained])
    return true
  }
  const command = find(name)
  if (command === undefined) return false
  const { speech } = look
  const said = command.run(model, speech, word)
  if (said !== undefined) model.remark(said, 'fine', look.now())
  else {
    const usage = `/${command.name} ${command.usage ? speech.of(command.usage) : ''}`
    model.remark(speech.say('usage', { usage }), 'bad', look.now())
  }
  return true
}
