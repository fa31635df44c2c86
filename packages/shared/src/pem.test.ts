import { describe, expect, it } from 'vitest'
import { certificates, privateKey } from './fields.ts'
import { normalizePem, pemProblem } from './pem.ts'

/** Returns a PEM text with an ASN.1 sequence of that size; nothing in Stepkey reads further before the text is used. */
function pemOf(label: string, size: number, headers = '') {
  const bytes = [
    0x30,
    0x82,
    size >> 8,
    size & 0xff,
    ...Array.from({ length: size }, (_, at) => (at * 37) & 0xff),
  ]
  const base64 = btoa(String.fromCharCode(...bytes))
  return `-----BEGIN ${label}-----\n${headers}${base64.replace(/(.{64})(?=.)/g, '$1\n')}\n-----END ${label}-----`
}
const encryptedWith = (cipher: string, vector: string) =>
  `Proc-Type: 4,ENCRYPTED\nDEK-Info: ${cipher},${vector}\n\n`

const pkcs8 = pemOf('PRIVATE KEY', 1213)
const pkcs1 = pemOf('RSA PRIVATE KEY', 1188)
const sec1 = pemOf('EC PRIVATE KEY', 300)
const certificate = pemOf('CERTIFICATE', 789)
const encryptedRsa = pemOf(
  'RSA PRIVATE KEY',
  1188,
  encryptedWith('AES-128-CBC', '0123456789ABCDEF0123456789ABCDEF'),
)
const encryptedEc = pemOf('EC PRIVATE KEY', 300, encryptedWith('DES-EDE3-CBC', '0123456789ABCDEF'))
const encryptedPkcs8 = pemOf('ENCRYPTED PRIVATE KEY', 1300)
const publicKey = pemOf('PUBLIC KEY', 290)
const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----'

/** Ways in which line breaks get lost or changed, and text gets around a key. */
const damages: [name: string, (text: string) => string][] = [
  ['nothing', (text) => text],
  ['line breaks removed', (text) => text.replaceAll('\n', '')],
  ['line breaks replaced by spaces', (text) => text.replaceAll('\n', ' ')],
  ['line breaks replaced by tabs', (text) => text.replaceAll('\n', '\t')],
  ['line breaks escaped', (text) => text.replaceAll('\n', '\\n')],
  ['Windows line breaks escaped', (text) => text.replaceAll('\n', '\\r\\n')],
  ['Windows line breaks', (text) => text.replaceAll('\n', '\r\n')],
  ['old Macintosh line breaks', (text) => text.replaceAll('\n', '\r')],
  ['blank lines between', (text) => text.replaceAll('\n', '\n\n')],
  ['indentation', (text) => text.replaceAll('\n', '\n    ')],
  ['spaces at the ends of lines', (text) => text.replaceAll('\n', ' \n')],
  ['quotes around', (text) => JSON.stringify(text)],
  ['an assignment of a shell', (text) => `export KEY='${text}'`],
  ['a JSON key file', (text) => JSON.stringify({ type: 'service_account', private_key: text, id: '7' })],
  ['a YAML block', (text) => `key: |\n  ${text.replaceAll('\n', '\n  ')}\nother: 1`],
  [
    'bag attributes',
    (text) => `Bag Attributes\n    friendlyName: me\nKey Attributes: <No Attributes>\n${text}`,
  ],
  ['line breaks escaped twice', (text) => text.replaceAll('\n', '\\\\n')],
  ['line breaks encoded for a URL', (text) => text.replaceAll('\n', '%0A')],
  ['line breaks of a shell', (text) => text.replaceAll('\n', '\\\n')],
  ['a quoted mail', (text) => text.replaceAll('\n', '\n> ')],
  ['invisible characters', (text) => text.replaceAll('\n', '\u200b\n')],
  ['line breaks of HTML', (text) => text.replaceAll('\n', '<br>')],
  ['line breaks of XHTML', (text) => text.replaceAll('\n', '<br />\n')],
  ['paragraphs of HTML', (text) => text.replace(/.+/g, '<p>$&</p>')],
  ['en dashes', (text) => text.replaceAll('-----', '–––––')],
  ['dashes of a word processor', (text) => text.replaceAll('-----', '——-')],
  ['dashes and spaces of a word processor', (text) => text.replace(/-----(.*)-----/g, '–— $1 —–')],
  ['non-breaking hyphens', (text) => text.replaceAll('-', '\u2011')],
  ['non-breaking spaces', (text) => text.replaceAll(' ', '\u00a0').replaceAll('\n', '\u00a0\n')],
  ['entities of HTML', (text) => text.replaceAll(' ', '&nbsp;').replaceAll('\n', '&nbsp;')],
  ['soft hyphens', (text) => text.replaceAll('\n', '\u00ad\n')],
  ['base64', (text) => btoa(text).replace(/(.{76})/g, '$1\n')],
  ['a byte order mark', (text) => `\ufeff${text}`],
  ['lines of 76 characters', (text) => text.replace(/\n(?!-)/g, '').replace(/([A-Za-z0-9+/]{76})/g, '$1\n')],
]

describe.each([
  ['pem-private-key', 'PKCS #8', pkcs8],
  ['pem-private-key', 'PKCS #1', pkcs1],
  ['pem-private-key', 'SEC 1', sec1],
  ['pem-certificate', 'a certificate', certificate],
  ['pem-certificate', 'a chain', `${certificate}\n${certificate}`],
  ['pem-ssh-key', 'PKCS #1', pkcs1],
  ['pem-ssh-key', 'PKCS #1 with a passphrase', encryptedRsa],
  ['pem-ssh-key', 'SEC 1 with a passphrase', encryptedEc],
] as const)('a field of the format %s restores %s', (format, _name, text) => {
  it.each(damages)('after %s', (_damage, damage) => {
    expect(normalizePem(damage(text), format)).toBe(text)
    expect(pemProblem(damage(text), format)).toBeUndefined()
  })
})

it('keeps only the blocks of the kind', () => {
  expect(normalizePem(`${parameters}\n${sec1}`, 'pem-private-key')).toBe(sec1)
  expect(normalizePem(`${parameters}\n${sec1}`, 'pem-ssh-key')).toBe(sec1)
  expect(normalizePem(`${pkcs8}\n${certificate}`, 'pem-certificate')).toBe(certificate)
  expect(normalizePem(`${pkcs8}\n${certificate}`, 'pem-private-key')).toBe(pkcs8)
})

describe('a field refuses, naming the cause', () => {
  const lines = pkcs8.split('\n')
  it.each([
    ['pem-private-key', lines.slice(0, -1).join('\n'), 'The end of this private key is missing'],
    ['pem-private-key', lines.slice(1, -1).join('\n'), 'The first and the last line are missing'],
    ['pem-private-key', lines.toSpliced(5, 1).join('\n'), 'incomplete or damaged'],
    ['pem-private-key', pkcs8.replace('MII', 'M*I'), 'characters that don’t belong'],
    ['pem-private-key', pkcs8.replace('MII', 'M<i>I</i>I'), 'characters that don’t belong'],
    ['pem-private-key', encryptedPkcs8, 'protected by a passphrase'],
    ['pem-private-key', encryptedRsa, 'protected by a passphrase'],
    ['pem-private-key', publicKey, 'This is a public key'],
    ['pem-private-key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me', 'This is a public key'],
    ['pem-private-key', certificate, 'This is a certificate'],
    ['pem-private-key', `${pkcs8}\n${pkcs8}`, 'Paste only one private key'],
    ['pem-private-key', 'PuTTY-User-Key-File-3: ssh-rsa', 'This is a PuTTY key'],
    ['pem-private-key', pkcs8.replaceAll('PRIVATE', 'OPENSSH PRIVATE'), 'in OpenSSH format'],
    ['pem-private-key', 'my key', 'not a private key in PEM format'],
    ['pem-certificate', pkcs8, 'This is a private key'],
    [
      'pem-certificate',
      certificate.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST'),
      'a request for a certificate',
    ],
    ['pem-ssh-key', encryptedPkcs8, 'ssh-keygen -p'],
    ['pem-ssh-key', pkcs8.replaceAll('PRIVATE', 'DSA PRIVATE'), 'DSA keys are not supported'],
  ] as const)('%s %#', (format, text, message) => {
    expect(pemProblem(text, format)).toContain(message)
    const field =
      format === 'pem-certificate' ? certificates({ label: 'C' }) : privateKey({ label: 'K' }, format)
    const result = field.safeParse(text)
    expect(result.error?.issues).toMatchObject([{ message: expect.stringContaining(message) }])
    // The message never repeats the text.
    expect(JSON.stringify(result.error?.issues.map((issue) => issue.message))).not.toContain(lines[3])
  })
})
