import { invalidInput } from './errors/domain-error.ts'

export const PAGE_SIZE = 50

/** Keyset paging by name: the cursor is the folded name and the id of the last row, as the client need not know. */
export interface PageRow {
  id: string
  name_folded: string
}

function toCursor({ name_folded, id }: PageRow): string {
  return Buffer.from(JSON.stringify([name_folded, id])).toString('base64url')
}

/** @throws DomainError invalid_input when it isn't a cursor that was handed out */
export function fromCursor(cursor: string | undefined): [string, string] | undefined {
  if (cursor === undefined) return undefined
  try {
    const [name, id, ...rest] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const isText = (part: unknown): part is string =>
      typeof part === 'string' && !/[\p{Cc}\p{Cs}]/u.test(part)
    if (isText(name) && isText(id) && rest.length === 0) return [name, id]
  } catch {
    // falls through to the same refusal
  }
  throw invalidInput({
    path: 'cursor',
    message: 'This cursor is not one that Stepkey gave out. Start from the first page.',
  })
}

/** Cuts what was fetched with one row too many into a page and the cursor of the next. */
export function toPage<Row extends PageRow>(
  rows: Row[],
  limit: number,
): { rows: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, nextCursor: rows.length > limit && last ? toCursor(last) : null }
}
