import { createPrivateKey, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import ssh2, { type ParsedKey } from 'ssh2'

/** Maximum size of an RSA key: signing with a larger one would block the event loop for too long. */
const BITS_LIMIT = 16_384

/** Why a private key can't be opened. */
export type KeyProblem = 'unusable_key' | 'wrong_passphrase'

/** Opens a private key for signing, or returns why that is impossible. */
export async function openKey(
  text: string,
  passphrase: string,
  signal: AbortSignal,
): Promise<ParsedKey | KeyProblem> {
  try {
    const key = await keyObject(text, passphrase, signal)
    if ((key.asymmetricKeyDetails?.modulusLength ?? 0) > BITS_LIMIT) return 'unusable_key'
    const parsed = ssh2.utils.parseKey(toSsh2Format(key))
    return parsed instanceof Error ? 'unusable_key' : parsed
  } catch {
    signal.throwIfAborted()
    return isEncrypted(text) ? 'wrong_passphrase' : 'unusable_key'
  }
}

/** Whether the key needs a passphrase. An encrypted key fails in many ways with a wrong one, so the error says little. */
function isEncrypted(text: string): boolean {
  if (/^Proc-Type: 4,ENCRYPTED$/m.test(text)) return true
  const [, body = ''] = /BEGIN OPENSSH PRIVATE KEY-----([^-]*)-----END/.exec(text) ?? []
  const file = Buffer.from(body, 'base64').toString('latin1')
  // The name of the cipher follows, after its length.
  return file.startsWith(OPENSSH_MAGIC) && !file.startsWith('none', OPENSSH_MAGIC.length + 4)
}
const OPENSSH_MAGIC = 'openssh-key-v1\0'

async function keyObject(text: string, passphrase: string, signal: AbortSignal): Promise<KeyObject> {
  if (text.includes('BEGIN OPENSSH')) {
    if (passphrase) return createPrivateKey(await unlock(text, passphrase, signal))
    const key = ssh2.utils.parseKey(text)
    if (key instanceof Error) throw key
    return createPrivateKey(key.getPrivatePEM())
  }
  // Encrypted PKCS #8 is not supported: the key chooses the cost of decryption, which can't be interrupted.
  const isTraditional = /BEGIN (?:RSA|EC) /.test(text)
  return createPrivateKey(isTraditional ? { key: text, passphrase } : text)
}

/**
 * Decrypts an OpenSSH key in a worker thread, which can be terminated. The key chooses the number of KDF rounds: half
 * a second is usual, and a hundred years are possible.
 */
async function unlock(text: string, passphrase: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  const worker = new Worker(new URL(`./ssh-key.worker${extname(import.meta.url)}`, import.meta.url), {
    workerData: { text, passphrase },
    env: {},
  })
  try {
    const [pem] = await once(worker, 'message', { signal })
    return pem
  } finally {
    worker.terminate().catch(() => {})
  }
}

/** Exports a key in a format that ssh2 can parse. */
function toSsh2Format(key: KeyObject): string {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return key.export({ type: 'pkcs1', format: 'pem' }).toString()
    case 'ec':
      return key.export({ type: 'sec1', format: 'pem' }).toString()
    default:
      return toOpensshFormat(key)
  }
}

/** Exports an Ed25519 key in OpenSSH format: github.com/openssh/openssh-portable/blob/master/PROTOCOL.key. */
function toOpensshFormat(key: KeyObject): string {
  const { x = '', d = '' } = key.export({ format: 'jwk' })
  const pair = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')] as const
  const publicKey = Buffer.concat([field('ssh-ed25519'), field(pair[1])])
  const unpadded = Buffer.concat([Buffer.alloc(8), publicKey, field(Buffer.concat(pair)), field('')])
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7]).subarray(0, -unpadded.length & 7)
  const file = Buffer.concat([
    Buffer.from(OPENSSH_MAGIC),
    ...['none', 'none', ''].map(field),
    Buffer.from([0, 0, 0, 1]),
    field(publicKey),
    field(Buffer.concat([unpadded, padding])),
  ])
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${file.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----`
}

/** Encodes an SSH string: a length of four bytes and the content. */
function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
