import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Stepkey } from './stepkey.ts'

/** Every way in which a planted secret could stand somewhere. */
function disguises(secret: string): string[] {
  const bytes = Buffer.from(secret)
  // Within longer base64 (as in basic authentication) a text looks different at each of three offsets.
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

/** Those of the secrets that stand in a text, in whatever disguise. */
export const leaked = (text: string, secrets: readonly string[]): string[] =>
  secrets.filter((secret) => stands(secret, text))

/** The same for many secrets, most of which have a mark in them: where the mark isn't, none of these is. */
export function leakedOfMany(text: string, secrets: readonly string[], mark: string): string[] {
  const isMarked = stands(mark, text)
  return leaked(text, isMarked ? secrets : secrets.filter((secret) => !secret.includes(mark)))
}

const stands = (secret: string, text: string) => disguises(secret).some((disguise) => text.includes(disguise))

/** Everything that the database holds on disk (SQLite: file and WAL) or in its tables (PostgreSQL), by place. */
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
