import { StartError } from '../errors/start-error.ts'
import type { Location } from './connect.ts'

/** What an error of opening the database means for whoever starts Stepkey; other errors stay as they are. */
export function toStartError(error: unknown, location: Location): unknown {
  const message = describe(String((error as { code?: unknown }).code), location)
  return message ? new StartError(message, error) : error
}

function describe(code: string, location: Location): string | undefined {
  if (location.engine === 'sqlite') {
    if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') {
      return `The file ${location.file} is not a database that can be read. Put a backup in its place, or set DATA_DIR to another folder.`
    }
    if (
      code.startsWith('SQLITE_CANTOPEN') ||
      code.startsWith('SQLITE_READONLY') ||
      code.startsWith('SQLITE_IOERR')
    ) {
      return `The file ${location.file} can’t be opened. Stepkey needs to read and write it and its folder; DATA_DIR names another one.`
    }
    if (code === 'SQLITE_BUSY') return `Another program holds the file ${location.file}. Stop it first.`
    return undefined
  }
  const { host } = new URL(location.url)
  switch (code) {
    case '28P01':
    case '28000':
      return `The PostgreSQL at ${host} refused the user name or the password of DATABASE_URL. Check both.`
    case '3D000':
      return `The PostgreSQL at ${host} has no database of the name in DATABASE_URL. Create it first, or correct the name.`
    case '42501':
      return `The user of DATABASE_URL may not create tables at ${host}. Give it that right on its database.`
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ECONNRESET':
    case '57P03':
      return `The PostgreSQL at ${host} does not answer. Check DATABASE_URL, and that the server is running.`
  }
  return undefined
}
