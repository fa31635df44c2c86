import { resolve } from 'node:path'
import type { Config } from '../../config.ts'
import { StartError } from '../../platform/errors/start-error.ts'

/** Returns the file of the embedded database. @throws StartError that ends with `instead` if PostgreSQL is used */
export function requireEmbedded({ database }: Config, instead: string): string {
  if (database.engine === 'sqlite') return database.file
  throw new StartError(`This command supports only the embedded database, not PostgreSQL. ${instead}`)
}

/** Resolves a path against the folder in which `npm run stepkey` was called; npm changes the current folder. */
export function resolvePath(file: string): string {
  const { INIT_CWD, npm_lifecycle_event } = process.env
  return resolve(npm_lifecycle_event === 'stepkey' && INIT_CWD ? INIT_CWD : '.', file)
}

/** Converts a file system error into a StartError; returns other errors unchanged. */
export function toFileError(error: unknown, what: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (!syscall) return error
  return new StartError(`${what} (${code}). Check that the folder exists and is writable.`, error)
}
