import { z } from 'zod'
import { FIRST } from './length-limit.ts'
import { enScreens } from './locales/en-screens.ts'

/** An id: assigned by Stepkey, or chosen by the author of a component. At most 64 characters. */
export const Id = z
  .string()
  .max(64, FIRST)
  .regex(/^[\w-]+$/, 'This is not an id')
  .describe('An id. At most 64 letters, digits, hyphens and underscores.')

/** The id of any component. */
export const ComponentId = z
  .string()
  .max(71, FIRST)
  .regex(/^(?:custom:)?[\w-]{1,64}$/, 'This is not an id')
  .describe('The id of a component, for example `github` or `custom:acme`.')

/**
 * The format of the ids that Stepkey generates: UUID version 7 (RFC 9562). It is documented, but not validated: a malformed
 * id is answered like an unknown one.
 */
const generated = { format: 'uuid' }

/** An id that Stepkey generated, in an input. It is parsed like every {@link Id}. */
export const ObjectIdInput = Id.meta(generated)

/** An id that Stepkey generated, in an answer. */
export const ObjectId = z.string().meta(generated).describe('The id of an object.')

/** The maximum length of a name, in UTF-16 code units. */
export const NAME_LIMIT = 120

/**
 * Text without control and invisible characters. They can't be displayed, and some databases reject them. Two
 * joiners (U+200C, U+200D) are allowed, because Persian and many emoji need them.
 */
export const PRINTABLE = /^(?:[\u200c\u200d]|[^\p{Cc}\p{Cf}\p{Cs}])*$/u
const NOT_PRINTABLE = enScreens.inputErrors.notPrintable

/** The name of a credential, a flow, a step and so on. 1 to 120 characters after trimming. */
export const Name = z
  .string()
  .trim()
  .min(1)
  .max(NAME_LIMIT, FIRST)
  .regex(PRINTABLE, NOT_PRINTABLE)
  .describe('A name. 1 to 120 characters.')

/** A search text, matched with the beginning of names. At most 120 characters. */
export const Search = z
  .string()
  .max(NAME_LIMIT, FIRST)
  .regex(PRINTABLE, NOT_PRINTABLE)
  .describe('A search text. At most 120 characters.')

/** An opaque cursor for keyset pagination, taken from `nextCursor` of the previous page. */
export const Cursor = z
  .string()
  // The longest owner has 750 bytes in UTF-8.
  .max(2000, FIRST)
  .regex(/^[\w-]+$/, 'This is not a cursor')
  .describe('The `nextCursor` of the previous page.')

/** The maximum number of items per page, 1 to 200. The default is 50. */
export const PageLimit = z.int().min(1).max(200).describe('The maximum number of items per page, 1 to 200.')

/** A time in an answer: ISO 8601 in UTC, with milliseconds. Not validated, because Stepkey made it. */
export const Time = z.string().meta({ format: 'date-time' }).describe('A time, as ISO 8601 in UTC.')

/** An absolute URL in an answer. Not validated, because Stepkey made it, or validated it before. */
export const Url = z.string().meta({ format: 'uri' }).describe('An absolute URL.')
