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
  if (isNestedTooDeep(document)) throw tooDeep()
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
 * Returns whether a line is indented, or brackets are nested, so deeply that parsing would take too long. Brackets in
 * texts count too, which is harmless, because they come in pairs.
 */
function isNestedTooDeep(document: string): boolean {
  let open = 0
  for (let at = 0; at < document.length; at++) {
    const character = document.charCodeAt(at)
    if (character === 0x5b || character === 0x7b) open++
    else if (character === 0x5d || character === 0x7d) open = Math.max(0, open - 1)
    if (open > 10 * DEPTH_LIMIT) return true
  }
  return false
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
