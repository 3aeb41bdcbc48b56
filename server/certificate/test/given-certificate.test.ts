import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { CertificateKeeper } from '../certificate-keeper.ts'
import { givenCertificate } from '../given-certificate.ts'
import { ownCertificate } from '../own-certificate.ts'

const DESK = { names: ['desk'], addresses: ['127.0.0.1'] }
const NOW = Date.now()
const YEARS_AGO = NOW - 800 * 24 * 3_600_000

t.test('the operator’s own certificate', async (t) => {
  const folder = temporaryFolder(t)
  const path = (name: string, content?: string): string => {
    if (content !== undefined) writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const good = await ownCertificate(join(folder, 'one'), NOW, DESK)
  const other = await ownCertificate(join(folder, 'two'), NOW, DESK)
  const cert = path('cert.pem', good.cert)
  const key = path('key.pem', good.key)
  const problems = async (files: { cert?: string; key?: string }): Promise<string[]> => {
    try {
      await givenCertificate({ cert, key, ...files })
      return []
    } catch (error) {
      const list = (error as { problems: { option: string; message: string }[] }).problems
      return list.map(({ option, message }) => `${option} ${message}`)
    }
  }

  t.test('one that will do', async (t) => {
    t.same(await givenCertificate({ cert, key }), good)
    const chain = path('chain.pem', good.cert + other.cert)
    t.same(await problems({ cert: chain }), [], 'the first of a chain counts')
  })

  t.test('every problem is said, and nothing of the key', async (t) => {
    t.same(await problems({ cert: path('none'), key: path('none') }), [
      'tls-cert cannot be read: ENOENT',
      'tls-key cannot be read: ENOENT',
    ])
    t.same(await problems({ cert: folder }), ['tls-cert cannot be read: EISDIR'])
    t.same(await problems({ cert: key, key: path('x', 'hunter2') }), [
      'tls-cert holds no certificate in PEM',
      'tls-key holds no private key without a passphrase in PEM',
    ])
    t.same(await problems({ key: path('other.pem', other.key) }), [
      'tls-key is not the key of the certificate in --tls-cert',
    ])
    const locked = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    t.match(await problems({ key: path('locked.pem', locked.privateKey) }), [/passphrase/])
  })

  t.test('one that has expired is used, with a warning, until there is a newer one', async (t) => {
    const old = await ownCertificate(join(folder, 'old'), YEARS_AGO, DESK)
    const files = { cert: path('used.pem', old.cert), key: path('used-key.pem', old.key) }
    const logged: string[] = []
    const log = {
      info: (_fields: object, text: string) => logged.push(text),
      warn: (_fields: object, text: string) => logged.push(text),
    } as never
    const keeper = await CertificateKeeper.open({ dataFolder: folder, tlsFiles: files }, log)
    t.same(logged.splice(0), ['the certificate has expired: clients will refuse it'])
    t.ok(keeper.isFor('desk'))

    const renewals: unknown[] = []
    path('used-key.pem', good.key)
    await keeper.look((material) => renewals.push(material))
    t.same(
      logged.splice(0),
      ['the certificate could not be renewed'],
      'only one was replaced so far',
    )
    t.same(keeper.material, old)
    path('used.pem', good.cert)
    await keeper.look((material) => renewals.push(material))
    t.same(renewals, [good])
    t.same(logged.splice(0), ['the certificate was renewed'])
    await keeper.look((material) => renewals.push(material))
    t.same([renewals.length, logged.length], [1, 0])
  })
})
