import { onEveryDatabase } from '../support/databases.ts'
import { conversations } from './conversations.ts'

onEveryDatabase(async (t, database) => {
  conversations(t, (await database.start(t)).port, 'tcp')
})
