import { isRecord } from '@stepkey/shared/schema'
import { parseDocument } from 'yaml'
import { type DomainError, invalidInput } from '../../platform/errors/domain-error.ts'

/** The maximum length of a document, in UTF-16 code units. */
export const DOCUMENT_LIMIT = 4 * 1024 * 1024
/** How deep the values of a document can be nested. */
const DEPTH_LIMIT = 100
/** How many values a document can have. Values behind aliases of YAML count each time. */
const VALUES_LIMIT = 1_000_000
/** How often aliases of YAML may repeat the values of a document, as the package `yaml` counts it. */
const ALIAS_LIMIT = 100

/** How many lines, items and members a document in YAML can have. In JSON, only {@link VALUES_LIMIT} applies. */
const MARKS_LIMIT = 300_000

/** Returns the error for a document that can't be understood. The message is a sentence that says what to do. */
export const unreadable = (message: string): DomainError => invalidInput({ path: 'document', message })

/**
 * Returns the object that a JSON or YAML document contains (RFC 8259, YAML 1.2 core schema). Keys such as `__proto__` are
 * ordinary own members of it.
 * @throws DomainError invalid_input
 */
export function readDocument(document: string): Record<string, unknown> {
  if (document.length > DOCUMENT_LIMIT)
    throw unreadable('The document is too long. Import one of at most 4 MiB.')
  const value = parseJson(document) ?? parseYaml(document)
  checkSize(value)
  if (!isRecord(value))
    throw unreadable('The document must be an object in JSON or YAML. Check its beginning.')
  return value
}

function parseJson(document: string): unknown {
  try {
    return JSON.parse(document.charCodeAt(0) === 0xfeff ? document.slice(1) : document)
  } catch {
    return undefined
  }
}

function parseYaml(document: string): unknown {
  checkMarks(document)
  try {
    const parsed = parseDocument(document, { prettyErrors: false, logLevel: 'silent', uniqueKeys: false })
    if (parsed.errors.length === 0) return parsed.toJS({ maxAliasCount: ALIAS_LIMIT })
  } catch (error) {
    if (error instanceof ReferenceError)
      throw unreadable(
        'The document has too many aliases of YAML. Write their values out, then import it again.',
      )
    if (error instanceof RangeError) throw tooDeep()
  }
  throw unreadable('The document is not valid JSON or YAML. Check that it is complete, then import it again.')
}

const tooDeep = () => unreadable('The document is nested too deeply. Import only its part about one API.')

/**
 * Refuses YAML that takes seconds to parse: the package needs about 10 µs for each line or item, and much more for deeply
 * nested brackets. Marks in texts count too, which is harmless.
 * @throws DomainError invalid_input
 */
function checkMarks(document: string): void {
  let open = 0
  let marks = 0
  for (let at = 0; at < document.length; at++) {
    switch (document.charAt(at)) {
      case '[':
      case '{':
        open++
        marks++
        break
      case ']':
      case '}':
        open = Math.max(0, open - 1)
        break
      case '\n':
      case ',':
      case '?':
      case '-':
      case ':':
        marks++
    }
    if (open > 10 * DEPTH_LIMIT) throw tooDeep()
    if (marks > MARKS_LIMIT)
      throw unreadable('The document is too large for YAML. Convert it to JSON, then import it again.')
  }
}

/** Checks the number and depth of values, also of cyclic ones. @throws DomainError invalid_input */
function checkSize(root: unknown): void {
  let level: unknown[] = [root]
  let count = 0
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEPTH_LIMIT) throw tooDeep()
    count += level.length
    if (count > VALUES_LIMIT)
      throw unreadable('The document has too many values. Import only its part about one API.')
    const next: unknown[] = []
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue
      for (const inner of Object.values(value)) next.push(inner)
      if (count + next.length > VALUES_LIMIT) break
    }
    level = next
  }
}
