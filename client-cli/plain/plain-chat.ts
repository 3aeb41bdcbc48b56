import type { ChatOptions } from '../chat-options.ts'
import { EXIT_FAILED, EXIT_UNREACHABLE, EXIT_USAGE } from '../exit-code.ts'
import { readPasswordFile } from '../password-file.ts'
import { Speech } from '../speech.ts'
import { TokenStore } from '../token-store.ts'
import { orNeedsTls } from '../trust/needs-tls.ts'
import { PlainRun } from './plain-run.ts'

/** Lines in, lines out. Resolves with the exit code. */
export async function plainChat(options: ChatOptions): Promise<number> {
  const { user, passwordFile, host, port } = options
  const speech = new Speech(options.lang)
  const complain = (sentence: string): void => {
    options.errorOutput.write(`teahouse chat: ${sentence}\n`)
  }
  const tokens = new TokenStore(options.tokenFolder, options)
  const token = user === undefined ? undefined : await tokens.token(user)
  if (user === undefined || (token === undefined && passwordFile === undefined)) {
    complain(speech.say('needUser'))
    return EXIT_USAGE
  }
  let password: string | undefined
  try {
    if (passwordFile !== undefined) password = await readPasswordFile(passwordFile)
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error)
    complain(speech.say('badPasswordFile', { reason }))
    return EXIT_USAGE
  }
  const run = new PlainRun(options, speech, tokens, { user, token, password })
  try {
    await run.logIn()
  } catch (error) {
    const failure = orNeedsTls(error, options, speech)
    await run.close()
    if (failure.code !== 'unreachable') {
      complain(speech.full(failure))
      return EXIT_FAILED
    }
    const reason = speech.reason(failure.message)
    complain(speech.say('unreachable', { server: `${host}:${port}`, reason }))
    return EXIT_UNREACHABLE
  }
  return await run.talk()
}
