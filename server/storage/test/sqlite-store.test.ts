import { join } from 'node:path'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { storeContract } from './store-contract.ts'

storeContract('SQLite', async (t) => `sqlite:${join(temporaryFolder(t), 'teahouse.db')}`)
