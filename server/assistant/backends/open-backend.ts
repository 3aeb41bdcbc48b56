import type { AssistantConfig } from '../../config.ts'
import type { Backend } from './backend.ts'
import { readKeyFile } from './key-file.ts'
import { openAiBackend } from './openai.ts'
import { rulesBackend } from './rules.ts'
import { tulingBackend } from './tuling.ts'

/** The back end that the operator chose; `undefined` when there is to be no assistant. @throws ConfigError when its key cannot be had */
export async function openBackend({ assistant }: AssistantConfig): Promise<Backend | undefined> {
  switch (assistant.kind) {
    case 'off':
      return undefined
    case 'rules':
      return rulesBackend
    case 'openai': {
      const { url, model, keyFile } = assistant
      const key = keyFile === undefined ? undefined : await readKeyFile(keyFile)
      return openAiBackend({ url, model, key })
    }
    case 'tuling':
      return tulingBackend({ url: assistant.url, key: await readKeyFile(assistant.keyFile) })
  }
}
