/**
 * Texts in PEM format (RFC 7468): certificates and private keys. Users paste them from terminals, environment variables,
 * JSON files and chats, where line breaks get lost or escaped. Everything here takes linear time.
 */

/** One block of a PEM text: `-----BEGIN label-----`, its content and `-----END label-----`. */
interface Block {
  label: string
  /** The headers of an encrypted key in the traditional format (RFC 1421), or an empty string. */
  headers: string
  /** The base64 content without white space. */
  content: string
}

const BEGIN = /-----BEGIN ([A-Z0-9 ]{1,40})-----/

/** Reads the complete blocks of a text. Text outside of them, such as names and attributes of a key store, is skipped. */
function readBlocks(text: string): { blocks: Block[]; isCut: boolean } {
  const blocks: Block[] = []
  let rest = restoreCharacters(decodeWhole(text))
  for (;;) {
    const begin = BEGIN.exec(rest)
    if (!begin) return { blocks, isCut: false }
    const label = begin[1] ?? ''
    const start = begin.index + begin[0].length
    const end = rest.indexOf(`-----END ${label}-----`, start)
    if (end < 0) return { blocks, isCut: true }
    blocks.push({ label, ...readContent(rest.slice(start, end)) })
    rest = rest.slice(end + label.length + 14)
  }
}

/** Decodes a complete PEM text in base64, as in secrets of Kubernetes and variables of build servers. */
function decodeWhole(text: string): string {
  const base64 = withoutSpace(text)
  return base64.startsWith(btoa('-----BEGIN ').slice(0, 14)) && isBase64(base64) ? atob(base64) : text
}

/**
 * Restores what programs change when text is copied through them: the escapes `\n` and `\r` of JSON, shells and .env files,
 * also escaped twice and in a URL; the marks of quoted and continued lines; line breaks and spaces of HTML; invisible
 * characters; and dashes in place of hyphens, of which word processors combine several.
 */
const restoreCharacters = (text: string) =>
  text
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]|&(?:shy|zwnj|zwj|ZeroWidthSpace);/g, '')
    .replace(/\\{1,4}[nr]|%0[AD]|\\(?=\r?\n)|<\/?(?:br|p|div)\b[^<>]{0,20}>/gi, '\n')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]|&nbsp;|&#(?:160|xa0);/gi, ' ')
    .replace(/([\r\n])[ \t]*>[> \t]*/g, '$1')
    .replace(/[\u2010-\u2013\u2212]/g, '-')
    .replace(FRAME, (_, edge: string, label: string) => `-----${edge} ${label}-----`)

/** The first or last line of a block, with any number of dashes. */
const FRAME =
  /[-\u2014\u2015]{1,5} ?(BEGIN|END) ((?:[A-Z0-9]{1,12} ){0,3}(?:CERTIFICATE|KEY|REQUEST|PARAMETERS)) ?[-\u2014\u2015]{1,5}/g

/** The bytes of an initialization vector, by the beginning of the cipher's name. All others have 16. */
const SHORT_VECTORS = /^(?:DES|RC2|BF|CAST5)/

function readContent(text: string): Pick<Block, 'headers' | 'content'> {
  const encrypted = /^\s*Proc-Type:\s*4,\s*ENCRYPTED\s*DEK-Info:\s*([A-Z0-9-]{1,20}),\s*/.exec(text)
  if (!encrypted) return { headers: '', content: withoutSpace(text) }
  const [start, cipher = ''] = encrypted
  // Without line breaks, only the cipher tells where the vector ends.
  const length = SHORT_VECTORS.test(cipher) ? 16 : 32
  const vector = text.slice(start.length, start.length + length)
  return {
    headers: `Proc-Type: 4,ENCRYPTED\nDEK-Info: ${cipher},${vector}\n\n`,
    content: withoutSpace(text.slice(start.length + length)),
  }
}

const withoutSpace = (text: string) => text.replace(/\s/g, '')

const write = ({ label, headers, content }: Block) =>
  `-----BEGIN ${label}-----\n${headers}${(content.match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----`

/** A kind of PEM text: the labels of its blocks, and how it is called in messages. */
interface PemKind {
  labels: readonly string[]
  name: string
  /** Whether the text may have several blocks, such as a chain of certificates. */
  many?: true
  /** Whether a passphrase can be entered for it. */
  passphrase?: true
}

/** The kinds of PEM texts, by the format of their fields. */
export const PEM_KINDS = {
  /** Certificates: those of an authority, or one with its chain. */
  'pem-certificate': {
    labels: ['CERTIFICATE', 'TRUSTED CERTIFICATE', 'X509 CERTIFICATE'],
    name: 'certificate',
    many: true,
  },
  /** A private key in PKCS #8 or in the traditional formats. */
  'pem-private-key': {
    labels: ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY'],
    name: 'private key',
  },
  /** A private key for SSH, also with a passphrase. */
  'pem-ssh-key': {
    labels: ['OPENSSH PRIVATE KEY', 'PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY'],
    name: 'private key',
    passphrase: true,
  },
} as const satisfies Record<string, PemKind>
/** The format of a field for a PEM text. */
export type PemFormat = keyof typeof PEM_KINDS

/**
 * Returns the blocks of a kind in standard form, with 64 characters per line. Returns the text unchanged if it has none,
 * so that `pemProblem` can name the cause.
 */
export function normalizePem(text: string, format: PemFormat): string {
  const kind: PemKind = PEM_KINDS[format]
  const blocks = readBlocks(text).blocks.filter(({ label }) => kind.labels.includes(label))
  return blocks.length === 0 ? text : blocks.map(write).join('\n')
}

/** Returns why a text is not usable as this kind, as a message for users; undefined if it is. */
export function pemProblem(text: string, format: PemFormat): string | undefined {
  const kind: PemKind = PEM_KINDS[format]
  const { blocks, isCut } = readBlocks(text)
  const wanted = blocks.filter(({ label }) => kind.labels.includes(label))
  const whole = 'from -----BEGIN to -----END'
  if (isCut) return `The end of this ${kind.name} is missing. Paste the complete text, ${whole}.`
  if (wanted.length === 0) return wrongKind(text, blocks, kind)
  if (wanted.length > 1 && !kind.many) return `Paste only one ${kind.name}.`
  for (const { label, headers, content } of wanted) {
    if (headers && !kind.passphrase) return HAS_PASSPHRASE
    if (!isBase64(content)) {
      return `This ${kind.name} contains characters that don’t belong in it. Copy it again completely.`
    }
    const isOpaque = headers !== '' || label === 'OPENSSH PRIVATE KEY'
    if (!isOpaque && !isWholeDer(content)) {
      return `This ${kind.name} is incomplete or damaged. Copy it again completely, ${whole}.`
    }
  }
}

const HAS_PASSPHRASE =
  'This private key is protected by a passphrase. Remove it first: “openssl pkey -in key.pem -out plain.pem”.'

function wrongKind(text: string, blocks: readonly Block[], kind: PemKind): string {
  const has = (pattern: RegExp) => blocks.some(({ label }) => pattern.test(label))
  const paste = `Paste the ${kind.name}, which begins with -----BEGIN ${kind.labels[0]}-----.`
  if (has(/^ENCRYPTED PRIVATE KEY$/)) {
    return kind.passphrase
      ? 'Keys that begin with BEGIN ENCRYPTED PRIVATE KEY are not supported. Convert it: “ssh-keygen -p -f file”.'
      : HAS_PASSPHRASE
  }
  if (has(/^OPENSSH PRIVATE KEY$/)) {
    return 'This key is in OpenSSH format. Convert a copy of it to PEM: “ssh-keygen -p -m PEM -f copy”.'
  }
  if (has(/^DSA PRIVATE KEY$/)) return 'DSA keys are not supported. Use an RSA, EC or Ed25519 key.'
  if (has(/PRIVATE KEY$/)) return `This is a private key. ${paste}`
  if (has(/CERTIFICATE REQUEST$/)) return `This is a request for a certificate. ${paste}`
  if (has(/CERTIFICATE$/)) return `This is a certificate. ${paste}`
  if (has(/PUBLIC KEY$/) || /^(?:ssh-|ecdsa-)/.test(text)) return `This is a public key. ${paste}`
  if (/^PuTTY-User-Key-File/.test(text)) {
    return 'This is a PuTTY key. In PuTTYgen, choose Conversions, Export OpenSSH key, and paste that.'
  }
  if (isBase64(withoutSpace(text))) {
    return `The first and the last line are missing. Paste the complete text, from -----BEGIN ${kind.labels[0]}----- to -----END.`
  }
  return `This is not a ${kind.name} in PEM format. ${paste}`
}

const isBase64 = (text: string) => text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)

/** Whether base64 text holds exactly one ASN.1 sequence: X.690 section 8.1. */
function isWholeDer(base64: string): boolean {
  const size = (base64.length / 4) * 3 - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0)
  const [tag, first = 0, ...more] = Array.from(atob(base64.slice(0, 8)), (character) =>
    character.charCodeAt(0),
  )
  if (tag !== 0x30) return false
  if (first < 0x80) return size === 2 + first
  const lengthBytes = first - 0x80
  if (lengthBytes < 1 || lengthBytes > more.length) return false
  const length = more.slice(0, lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0)
  return size === 2 + lengthBytes + length
}
