import { StartError } from '../errors/start-error.ts'
import type { Location } from './database.ts'

/** Converts an error of opening the database to a StartError with advice. Returns other errors unchanged. */
export function toStartError(error: unknown, location: Location): unknown {
  const message = describe(String((error as { code?: unknown }).code), location)
  return message ? new StartError(message, error) : error
}

function describe(code: string, location: Location): string | undefined {
  if (location.engine === 'sqlite') {
    if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
      return `The file ${location.file} is not a database, or it is damaged. Restore a backup, or set DATA_DIR to another folder.`
    }
    if (
      code.startsWith('SQLITE_CANTOPEN') ||
      code.startsWith('SQLITE_READONLY') ||
      code.startsWith('SQLITE_IOERR')
    ) {
      return `The file ${location.file} can’t be opened. Allow Stepkey to read and write the file and its folder, or set DATA_DIR to another folder.`
    }
    if (code === 'SQLITE_BUSY') return `Another program has locked the file ${location.file}. Stop it first.`
    return undefined
  }
  const { host } = new URL(location.url)
  switch (code) {
    case '28P01':
    case '28000':
      return `PostgreSQL at ${host} rejected the user name or the password of DATABASE_URL. Check both.`
    case '3D000':
      return `PostgreSQL at ${host} has no database with the name in DATABASE_URL. Create it, or correct the name.`
    case '42501':
      return `The user of DATABASE_URL has no permission to create tables at ${host}. Grant it that permission.`
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ECONNRESET':
    case '57P03':
      return `PostgreSQL at ${host} does not respond. Check DATABASE_URL, and that the server is running.`
  }
  return undefined
}
