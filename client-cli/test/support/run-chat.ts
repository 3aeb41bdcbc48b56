import { chat } from '../../main.ts'

/** The client as a program, for tests that drive it from outside: `run-chat.ts PORT TOKEN_FOLDER LANG [USER]`; PLAIN_PASSWORD_FILE makes it plain, SCREEN=1 the full screen, WITHOUT_TLS=1 goes without, TRUST is the server's key, HOST where it is. */
const [port = '', tokenFolder = '', lang = 'en', user] = process.argv.slice(2)
const passwordFile = process.env['PLAIN_PASSWORD_FILE']

void chat({
  host: process.env['HOST'] ?? '127.0.0.1',
  port: Number(port),
  plain: passwordFile !== undefined,
  lines: process.env['SCREEN'] === undefined,
  withoutTls: process.env['WITHOUT_TLS'] !== undefined,
  trustedKey: process.env['TRUST'],
  tokenFolder,
  ...(process.env['TERM'] !== undefined && { terminalName: process.env['TERM'] }),
  lang: lang === 'zh' ? 'zh' : 'en',
  input: process.stdin,
  output: process.stdout,
  errorOutput: process.stderr,
  ...(user !== undefined && { user }),
  ...(passwordFile !== undefined && { passwordFile }),
}).then((exitCode) => {
  process.exitCode = exitCode
})
