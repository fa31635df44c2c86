import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Stepkey } from './stepkey.ts'

/** Returns the secret in every encoding in which it could occur. */
function encodingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  // Inside longer base64, as in basic authentication, the encoding depends on the offset modulo three.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift ? 4 : 0, -4),
  )
  const hex = bytes.toString('hex')
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    hex,
    hex.toUpperCase(),
    ...base64,
  ].filter(Boolean)
}

/** Returns the secrets that occur in a text, in any encoding. */
export const leaked = (text: string, secrets: readonly string[]): string[] =>
  secrets.filter((secret) => contains(text, secret))

/** As `leaked`, but faster for many secrets that contain a common mark: searches for them only if the mark occurs. */
export function leakedOfMany(text: string, secrets: readonly string[], mark: string): string[] {
  const isMarked = contains(text, mark)
  return leaked(text, isMarked ? secrets : secrets.filter((secret) => !secret.includes(mark)))
}

const contains = (text: string, secret: string) =>
  encodingsOf(secret).some((encoding) => text.includes(encoding))

/** Returns everything that the database stores: by file for SQLite (including the WAL), by table for PostgreSQL. */
export async function onDisk({ database, deps }: Stepkey): Promise<Record<string, string>> {
  const { location, folder } = database
  if (location.engine === 'sqlite') {
    return Object.fromEntries(
      readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'latin1')]),
    )
  }
  const { rows } = await sql<{
    name: string
  }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(deps.db)
  const contents: Record<string, string> = {}
  for (const { name } of rows) {
    const dump = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} as t`.execute(
      deps.db,
    )
    contents[name] = dump.rows.map(({ row }) => row).join('\n')
  }
  return contents
}
