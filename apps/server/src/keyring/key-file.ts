import { createHash, createSecretKey, randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Key } from './seal.ts'

const PREFIX = 'stepkey-key-v1:'

/** Reads the key-encryption key. @throws KeyFileProblem with a sentence that says what to do */
export function readKeyFile(file: string): Key {
  const text = readFileSync(file, 'utf8').trim()
  const bytes = Buffer.from(text.slice(PREFIX.length), 'base64')
  if (!text.startsWith(PREFIX) || bytes.length !== 32) {
    throw new KeyFileProblem(
      `The key file ${file} does not hold a Stepkey key. Put the right file there, or point KEY_FILE to it.`,
    )
  }
  return toKey(bytes)
}

/** Makes a new key in a new file that only its owner can read. Never overwrites. */
export function createKeyFile(file: string): Key {
  const bytes = randomBytes(32)
  const handle = openSync(file, 'wx', 0o600)
  try {
    writeSync(handle, `${PREFIX}${bytes.toString('base64')}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  return toKey(bytes)
}

export const hasKeyFile = (file: string) => existsSync(file)

export class KeyFileProblem extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'KeyFileProblem'
  }
}

function toKey(bytes: Buffer): Key {
  const id = createHash('sha256').update('stepkey key id').update(bytes).digest('hex').slice(0, 16)
  return { id, key: createSecretKey(bytes) }
}
