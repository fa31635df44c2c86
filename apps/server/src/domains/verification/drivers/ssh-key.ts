import { createPrivateKey, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import ssh2, { type ParsedKey } from 'ssh2'

/** Signing with a larger RSA key would hold up everybody else. */
const BITS_LIMIT = 16_384

/** A private key, ready to sign; undefined when it can't be read, or not with this passphrase. */
export async function openKey(
  text: string,
  passphrase: string,
  signal: AbortSignal,
): Promise<ParsedKey | undefined> {
  try {
    const key = await keyObject(text, passphrase, signal)
    if ((key.asymmetricKeyDetails?.modulusLength ?? 0) > BITS_LIMIT) return undefined
    const parsed = ssh2.utils.parseKey(inFormOfSsh2(key))
    return parsed instanceof Error ? undefined : parsed
  } catch {
    signal.throwIfAborted()
    return undefined
  }
}

async function keyObject(text: string, passphrase: string, signal: AbortSignal): Promise<KeyObject> {
  if (text.includes('BEGIN OPENSSH')) {
    if (passphrase) return createPrivateKey(await unlock(text, passphrase, signal))
    const key = ssh2.utils.parseKey(text)
    if (key instanceof Error) throw key
    return createPrivateKey(key.getPrivatePEM())
  }
  // Of the others, the newer form can also ask for any amount of work, which nobody could stop.
  const isOlder = /BEGIN (?:RSA|EC) /.test(text)
  return createPrivateKey(isOlder ? { key: text, passphrase } : text)
}

/**
 * OpenSSH's keys are encrypted in a way that takes long to undo, as long as the key itself says: half a second of work
 * is usual, and a hundred years are possible. So it is done aside, where it can be given up.
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

/** Of the forms that ssh2 reads, one for each kind of key that Node can give it. */
function inFormOfSsh2(key: KeyObject): string {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return key.export({ type: 'pkcs1', format: 'pem' }).toString()
    case 'ec':
      return key.export({ type: 'sec1', format: 'pem' }).toString()
    default:
      return inFormOfOpenssh(key)
  }
}

/** An Ed25519 key: github.com/openssh/openssh-portable/blob/master/PROTOCOL.key. */
function inFormOfOpenssh(key: KeyObject): string {
  const { x = '', d = '' } = key.export({ format: 'jwk' })
  const pair = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')] as const
  const publicKey = Buffer.concat([field('ssh-ed25519'), field(pair[1])])
  const unpadded = Buffer.concat([Buffer.alloc(8), publicKey, field(Buffer.concat(pair)), field('')])
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7]).subarray(0, -unpadded.length & 7)
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...['none', 'none', ''].map(field),
    Buffer.from([0, 0, 0, 1]),
    field(publicKey),
    field(Buffer.concat([unpadded, padding])),
  ])
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${whole.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----`
}

function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
