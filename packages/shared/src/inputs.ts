import { z } from 'zod'

/** An id as Stepkey gives them out, or as a component's author does. */
export const Id = z
  .string()
  .max(64)
  .regex(/^[\w-]+$/, 'This is not an id')

export const NAME_LIMIT = 120

/**
 * Text without control and invisible characters, which no screen shows and not every database takes. Two joiners are
 * needed to write Persian, and many emoji.
 */
const printable = z
  .string()
  .regex(/^(?:[\u200c\u200d]|[^\p{Cc}\p{Cf}\p{Cs}])*$/u, 'This holds a character that can’t be shown')

/** The name of a credential, a flow or a step. */
export const Name = printable.trim().min(1).max(NAME_LIMIT)

/** What one searches for, by the beginning of a name. */
export const Search = printable.max(NAME_LIMIT)

/** A cursor, as the page before gave it out. */
export const Cursor = z
  .string()
  .max(1000)
  .regex(/^[\w-]+$/, 'This is not a cursor')

/** How many items a page holds at most; 50 unless told. */
export const PageLimit = z.int().min(1).max(200)
