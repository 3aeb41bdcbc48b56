import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { fingerprintOf } from '../fingerprint.ts'
import type { MachineNames } from '../machine-names.ts'
import { ownCertificate } from '../own-certificate.ts'

const DAY_MS = 24 * 3_600_000
const NOW = Date.now()
const DESK: MachineNames = {
  names: ['localhost', 'desk', 'desk.local'],
  addresses: ['127.0.0.1', '::1', '192.168.1.7'],
}

t.test(
  'the first start makes a key and a certificate, for this machine and two years',
  async (t) => {
    const folder = join(temporaryFolder(t), 'tls')
    const { key, cert } = await ownCertificate(folder, NOW, DESK)
    const certificate = new X509Certificate(cert)
    t.match(certificate.subject, 'CN=teahouse')
    for (const name of DESK.names) t.ok(certificate.checkHost(name), name)
    for (const address of DESK.addresses) t.ok(certificate.checkIP(address), address)
    t.notOk(certificate.checkHost('evil.example'))
    const days = (Date.parse(certificate.validTo) - NOW) / DAY_MS
    t.ok(days > 729 && days < 731, `${days} days`)
    t.ok(Date.parse(certificate.validFrom) < NOW)
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey
    t.same([asymmetricKeyType, asymmetricKeyDetails?.namedCurve], ['ec', 'prime256v1'])
    t.same(readdirSync(folder).sort(), ['cert.pem', 'key.pem'])
    for (const file of ['cert.pem', 'key.pem']) {
      t.equal(statSync(join(folder, file)).mode & 0o777, 0o600, file)
    }
    t.equal(statSync(folder).mode & 0o777, 0o700)
    t.match(fingerprintOf(key), /^SHA256:[A-Za-z0-9+/]{43}$/)
  },
)

t.test('it is kept as long as it will do, and renewed with the same key', async (t) => {
  const folder = temporaryFolder(t)
  const first = await ownCertificate(folder, NOW, DESK)
  t.same(await ownCertificate(folder, NOW + 699 * DAY_MS, DESK), first)
  const fewer = { names: ['localhost'], addresses: ['127.0.0.1'] }
  t.same(await ownCertificate(folder, NOW, fewer), first, 'a name too many does no harm')

  const renewed = async (nowMs: number, wanted: MachineNames) => {
    const before = readFileSync(join(folder, 'cert.pem'), 'utf8')
    const { key, cert } = await ownCertificate(folder, nowMs, wanted)
    t.equal(key, first.key)
    t.equal(readFileSync(join(folder, 'cert.pem'), 'utf8'), cert)
    return cert !== before
  }
  t.ok(await renewed(NOW + 701 * DAY_MS, DESK), 'fewer than thirty days are left')
  t.ok(await renewed(NOW, { ...DESK, names: [...DESK.names, 'table'] }), 'another name')
  t.ok(await renewed(NOW, { ...DESK, addresses: ['10.0.0.1'] }), 'another address')
})

t.test('it does not matter where a start was killed', async (t) => {
  const folder = temporaryFolder(t)
  const { key } = await ownCertificate(folder, NOW, DESK)

  rmSync(join(folder, 'cert.pem'))
  t.equal((await ownCertificate(folder, NOW, DESK)).key, key, 'before the certificate')

  writeFileSync(join(folder, 'cert.pem.new'), 'half')
  rmSync(join(folder, 'cert.pem'))
  t.equal((await ownCertificate(folder, NOW, DESK)).key, key, 'while it was written')
  t.same(readdirSync(folder).sort(), ['cert.pem', 'key.pem'])

  writeFileSync(join(folder, 'key.pem.new'), 'half of a key')
  rmSync(join(folder, 'key.pem'))
  const other = await ownCertificate(folder, NOW, DESK)
  t.not(other.key, key)
  t.equal(readFileSync(join(folder, 'key.pem'), 'utf8'), other.key)
  t.equal(statSync(join(folder, 'key.pem')).mode & 0o777, 0o600)
  const certificate = new X509Certificate(readFileSync(join(folder, 'cert.pem')))
  t.ok(certificate.checkPrivateKey(createPrivateKey(other.key)), 'that of another key is replaced')
})

t.test('a broken certificate is replaced, a broken key never', async (t) => {
  const folder = temporaryFolder(t)
  const { key } = await ownCertificate(folder, NOW, DESK)
  writeFileSync(join(folder, 'cert.pem'), 'nonsense')
  t.equal((await ownCertificate(folder, NOW, DESK)).key, key)
  writeFileSync(join(folder, 'key.pem'), 'nonsense')
  await t.rejects(ownCertificate(folder, NOW, DESK), {
    name: 'ConfigError',
    problems: [{ option: 'data', message: /key\.pem is no private key: bring it back/ }],
  })
  t.equal(readFileSync(join(folder, 'key.pem'), 'utf8'), 'nonsense')
})

t.test('a disk that does not let us is said so', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'file'), '')
  mkdirSync(join(folder, 'taken', 'key.pem'), { recursive: true })
  for (const wrong of [join(folder, 'file', 'tls'), join(folder, 'taken')]) {
    await t.rejects(ownCertificate(wrong, NOW, DESK), {
      name: 'ConfigError',
      problems: [{ option: 'data', message: /^cannot hold the certificate: E/ }],
    })
  }
})
