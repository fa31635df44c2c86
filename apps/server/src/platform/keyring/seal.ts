import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'

/*
 * AES-256-GCM. A sealed text is `version (1) | key id (8) | nonce (12) | ciphertext | tag (16)`, in bytes. The
 * additional data is the version, the key id and the context. The context names the row, so a text does not open in
 * another one.
 */
const VERSION = 1
const KEY_ID = 8
const NONCE = 12
const TAG = 16
const HEADER = 1 + KEY_ID
const OVERHEAD = HEADER + NONCE + TAG

/** The place that a sealed text is bound to, for example `['credential', workspaceId, credentialId, …]`. */
export type SealContext = readonly (string | number)[]

/** A symmetric key with its id. */
export interface Key {
  /** 16 hex digits. */
  id: string
  key: KeyObject
}

/** The error for a sealed text that can't be opened: it was changed, moved, or sealed with another key. */
export class SealBroken extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SealBroken'
  }
}

/** Encrypts and authenticates a text. */
export function seal({ id, key }: Key, plain: Buffer, context: SealContext): Buffer {
  const header = Buffer.concat([Buffer.from([VERSION]), Buffer.from(id, 'hex')])
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
  cipher.setAAD(additionalData(header, context))
  return Buffer.concat([header, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Opens a sealed text. @throws SealBroken */
export function open({ id, key }: Key, sealed: Buffer, context: SealContext): Buffer {
  if (sealedWith(sealed) !== id) throw new SealBroken('This text was sealed with another key.')
  const header = sealed.subarray(0, HEADER)
  const nonce = sealed.subarray(HEADER, HEADER + NONCE)
  const ciphertext = sealed.subarray(HEADER + NONCE, sealed.length - TAG)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
  decipher.setAAD(additionalData(header, context))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()])
  } catch {
    throw new SealBroken('This sealed text was changed, or moved to another row.')
  }
}

/** Returns the id of the key that a text was sealed with. @throws SealBroken */
export function sealedWith(sealed: Buffer): string {
  if (sealed.length < OVERHEAD) throw new SealBroken('This sealed text is too short.')
  if (sealed[0] !== VERSION)
    throw new SealBroken('This version of Stepkey does not know the format of this sealed text.')
  return sealed.subarray(1, HEADER).toString('hex')
}

/** Encodes the context as a JSON array, which is unambiguous: different contexts have different bytes. */
function additionalData(header: Buffer, context: SealContext): Buffer {
  return Buffer.concat([header, Buffer.from(JSON.stringify(['stepkey', ...context]))])
}
