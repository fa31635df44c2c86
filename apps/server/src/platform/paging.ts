import { invalidInput } from './errors/domain-error.ts'

/** Default number of items per page. */
export const PAGE_SIZE = 50

/**
 * The position of a row in keyset pagination: what the rows are sorted by, for example the key of the name, and the id. It is
 * the content of the cursor, which is opaque to clients.
 */
type Position = [sortedBy: string, id: string]

const toCursor = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64url')

/** Decodes a cursor. @throws DomainError invalid_input if it is malformed */
export function fromCursor(cursor: string | undefined): Position | undefined {
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
export function toPage<Row>(
  rows: Row[],
  limit: number,
  positionOf: (row: Row) => Position,
): { rows: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, nextCursor: rows.length > limit && last ? toCursor(positionOf(last)) : null }
}
