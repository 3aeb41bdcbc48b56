import t from 'tap'
import { TestServer } from '../support/databases.ts'
import { TRANSPORTS } from '../support/peer-wire.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { conversations } from './conversations.ts'

// Plain lines: conversation.test.ts, on every database.
for (const transport of TRANSPORTS.filter((one) => one !== 'tcp')) {
  t.test(`over ${transport}`, async (t) => {
    const server = await TestServer.start(temporaryFolder(t), ['--rate-limit', '0'])
    t.teardown(() => server.process.kill())
    conversations(t, server.port, transport)
  })
}
