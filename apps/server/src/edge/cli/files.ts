import { resolve } from 'node:path'
import type { Config } from '../../config.ts'
import { StartError } from '../../platform/errors/start-error.ts'

/** The embedded database. @throws StartError with `instead` when a PostgreSQL server is used */
export function requireEmbedded({ database }: Config, instead: string): string {
  if (database.engine === 'sqlite') return database.file
  throw new StartError(`The database is a PostgreSQL server, which has its own tools. ${instead}`)
}

/** A file that the operator named, seen from where he called `npm run stepkey`, which changes the folder. */
export function named(file: string): string {
  const { INIT_CWD, npm_lifecycle_event } = process.env
  return resolve(npm_lifecycle_event === 'stepkey' && INIT_CWD ? INIT_CWD : '.', file)
}

/** An error of the file system, as a sentence; other errors stay as they are. */
export function asFileProblem(error: unknown, what: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (!syscall) return error
  return new StartError(`${what} (${code}). Check that the folder is there and may be written to.`, error)
}
