import { createHash, createSecretKey, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { StartError } from '../errors/start-error.ts'
import type { KeyWrapper } from './key-wrapper.ts'
import { type Key, open, seal } from './seal.ts'

const PREFIX = 'stepkey-key-v1:'

/** Whether the key file exists. */
export const hasKeyFile = (file: string) => existsSync(file)

/** Returns the adapter for a key encryption key in a file. */
function createKeyFileWrapper({ id, key }: Key): KeyWrapper {
  return {
    id,
    wrap: async (dataKey, context) => seal({ id, key }, dataKey, context),
    unwrap: async (wrapped, context) => open({ id, key }, wrapped, context),
  }
}

/** Reads the key encryption key. @throws StartError */
export const readKeyFile = (file: string): KeyWrapper => createKeyFileWrapper(parseKeyFile(file))

function parseKeyFile(file: string): Key {
  const text = orProblem(
    () => readFileSync(file, 'utf8').trim(),
    (code) => `The key file ${file} can’t be read (${code}).`,
  )
  const bytes = Buffer.from(text.slice(PREFIX.length), 'base64')
  if (!text.startsWith(PREFIX) || bytes.length !== 32) {
    throw new StartError(
      `The key file ${file} does not contain a Stepkey key. Restore the right file, or set KEY_FILE to its path.`,
    )
  }
  const id = createHash('sha256').update('stepkey key id').update(bytes).digest('hex').slice(0, 16)
  return { id, key: createSecretKey(bytes) }
}

/**
 * Creates a key in a new file that only its owner can read. The file is written atomically and never replaces another
 * one: if two processes start at the same time, the second one uses the key of the first.
 * @throws StartError
 */
export function createKeyFile(file: string): KeyWrapper {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  orProblem(
    () => {
      const handle = openSync(draft, 'wx', 0o600)
      writeSync(handle, `${PREFIX}${randomBytes(32).toString('base64')}\n`)
      fsyncSync(handle)
      closeSync(handle)
      linkUnlessExists(draft, file)
      rmSync(draft)
    },
    (code) => `The key file ${file} can’t be created (${code}).`,
  )
  return readKeyFile(file)
}

function linkUnlessExists(draft: string, file: string) {
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function orProblem<T>(work: () => T, message: (code: string | undefined) => string): T {
  try {
    return work()
  } catch (error) {
    const advice = 'Set KEY_FILE to a file in a folder that Stepkey can read and write.'
    throw new StartError(`${message((error as NodeJS.ErrnoException).code)} ${advice}`, error)
  }
}
