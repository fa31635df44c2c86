import { createHash } from 'node:crypto'
import type { ComponentDefinition, FieldDefinition } from '@stepkey/shared/definition-schema'
import { isRecord } from '@stepkey/shared/schema'
import type { ComponentVersionRow } from '../../platform/database/tables.ts'

/** The stored result of a trial. It has no values. */
export interface TrialRecord {
  /** See {@link fingerprintOf}. */
  fingerprint: string
  triedAt: string
  triedBy: string
  good: string
  spoilt: string
  proves: boolean
}

/** Returns the trials that are stored with a version, by method. */
export const trialsOf = ({ trials }: Pick<ComponentVersionRow, 'trials'>): Record<string, TrialRecord> =>
  JSON.parse(trials)

/** Returns the trials that count for a definition: the last one of each method, unless the method changed since then. */
export function countingTrials(
  { methods }: Pick<ComponentDefinition, 'methods'>,
  versions: readonly Pick<ComponentVersionRow, 'trials'>[],
): Record<string, TrialRecord> {
  return Object.fromEntries(
    Object.entries(methods).flatMap(([methodId, method]) => {
      const fingerprint = fingerprintOf(method)
      const found = versions
        .map((version) => trialsOf(version)[methodId])
        .find((trial) => trial?.fingerprint === fingerprint)
      return found ? [[methodId, found] as const] : []
    }),
  )
}

/**
 * Returns a digest of everything that a trial proves: the fields without their texts, the placement of their values, and the
 * requests. Titles and help can change without a new trial.
 */
export function fingerprintOf(method: ComponentDefinition['methods'][string]): string {
  const { title: _title, retired: _retired, paste: _paste, fields, ...requests } = method
  const facts = { ...requests, fields: withoutTexts(fields.properties), required: fields.required }
  return createHash('sha256').update(canonical(facts)).digest('base64url')
}

const TEXTS = new Set([
  'title',
  'description',
  'x-helpUrl',
  'x-placeholder',
  'x-prefix',
  'x-suffix',
  'x-advanced',
])

/** Returns the fields without what only the form shows. */
function withoutTexts(properties: Record<string, FieldDefinition | object>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => {
      const facts = Object.entries(field).filter(([member]) => !TEXTS.has(member) && member !== 'x-options')
      const variants = facts.map(([member, value]) =>
        member === 'oneOf'
          ? [member, value.map((variant: { properties: object }) => withoutTexts({ ...variant.properties }))]
          : [member, value],
      )
      return [name, Object.fromEntries(variants)]
    }),
  )
}

/** Returns JSON whose objects have their members in the order of their names. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  )
