import { invalidInput } from './errors/domain-error.ts'

/** Default number of items per page. */
export const PAGE_SIZE = 50

/** A row in keyset pagination by name. The cursor, opaque to clients, is the folded name and the id of the last row. */
export interface PageRow {
  id: string
  name_folded: string
}

function toCursor({ name_folded, id }: PageRow): string {
  return Buffer.from(JSON.stringify([name_folded, id])).toString('base64url')
}

/** Decodes a cursor into name and id. @throws DomainError invalid_input if it is malformed */
export function fromCursor(cursor: string | undefined): [string, string] | undefined {
  if (cursor === undefined) return undefined
  try {
    const [name, id, ...rest] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const isText = (part: unknown): part is string =>
      typeof part === 'string' && !/[\p{Cc}\p{Cs}]/u.test(part)
    if (isText(name) && isText(id) && rest.length === 0) return [name, id]
  } catch {
    // Continue with the error below.
  }
  throw invalidInput({
    path: 'cursor',
    message: 'Invalid cursor. Start from the first page.',
  })
}

/** Splits rows, of which one more than `limit` was fetched, into a page and the cursor of the next page. */
export function toPage<Row extends PageRow>(
  rows: Row[],
  limit: number,
): { rows: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, nextCursor: rows.length > limit && last ? toCursor(last) : null }
}
