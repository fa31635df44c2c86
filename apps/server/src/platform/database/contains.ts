import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Engine } from './database.ts'

/** Returns the condition for a column to contain a text, in a form for which both engines can use an index of substrings. */
export function contains(engine: Engine, column: string, text: string): RawBuilder<SqlBool> {
  const pattern = engine === 'sqlite' ? text.replace(/[*?[]/g, '[$&]') : text.replace(/[\\%_]/g, '\\$&')
  return engine === 'sqlite'
    ? sql`${sql.ref(column)} glob ${`*${pattern}*`}`
    : sql`${sql.ref(column)} like ${`%${pattern}%`}`
}
