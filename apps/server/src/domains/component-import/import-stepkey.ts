import { ComponentDefinition } from '@stepkey/shared/definition-schema'
import {
  checkDefinition,
  type DefinitionProblem,
  sizeProblem,
} from '@stepkey/shared/definitions/check-definition'
import { isRecord } from '@stepkey/shared/schema'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import { createNotes, type ImportedComponent } from './imported-component.ts'
import { entriesOf, itemsOf, memberOf, valueAt } from './json-values.ts'
import { readDocument, unreadable } from './read-document.ts'
import { isKeyValue } from './secret-names.ts'

/** The number of problems that an error lists. */
const PROBLEMS_LIMIT = 50

/**
 * Imports a definition of Stepkey, `component/v1`, in JSON or YAML.
 * @throws DomainError invalid_input with the paths of what the schema refuses, below `document`. What must be changed only
 * before it is published becomes a note.
 */
export function importStepkey(document: string, { id }: { id: string }): ImportedComponent {
  const notes = createNotes()
  const source = readDocument(document)
  if (memberOf(source, 'schema') !== 'component/v1')
    throw unreadable('The document must be a definition of Stepkey, with the schema component/v1.')
  const given = memberOf(source, 'id')
  if (typeof given === 'string' && given !== id) notes.add('guessed', 'The component got a new id.', '/id')
  for (const place of removeSecretDefaults(source))
    notes.add(
      'leftOut',
      'The default of a secret field was left out, because definitions contain no secrets.',
      place,
    )
  const raw = { ...source, id, version: 1 }
  const tooLarge = sizeProblem(raw)
  if (tooLarge) throw unreadable(`The document is too large. ${tooLarge}`)
  const { data, error } = ComponentDefinition.safeParse(raw)
  const problems = problemsOf(raw)
  if (error || !data)
    throw invalidInput(
      ...problems.slice(0, PROBLEMS_LIMIT).map(({ at, message }) => ({ path: pathOf(at), message })),
    )
  const count = Object.keys(data.methods).length
  if (count === 0) throw unreadable('The document has no method. Add one to methods.')
  for (const { at, message } of problems)
    notes.add('guessed', `Change this before you publish it. ${message}`, at)
  notes.add('understood', `The definition with ${count === 1 ? 'one method' : `${count} methods`} was read.`)
  const { understood, guessed, leftOut } = notes
  return { definition: data, understood, guessed, leftOut }
}

/** Returns what is wrong with a definition. @throws DomainError invalid_input if no form can show it */
function problemsOf(raw: Record<string, unknown>): DefinitionProblem[] {
  try {
    return checkDefinition(raw).problems
  } catch {
    throw unreadable(
      'The document has a field that no form can show. Check the options, patterns and defaults.',
    )
  }
}

/** Returns a pointer as a dotted path below `document`, without names that could be a secret. */
function pathOf(at: string): string {
  const parts = at.split('/').slice(1)
  const end = parts.findIndex((part) => !/^[\w-]{1,60}$/.test(part) || isKeyValue(part))
  return ['document', ...parts.slice(0, end < 0 ? undefined : end)].join('.')
}

/** Removes the defaults of secret fields, also those of variants. Returns where they were. */
function removeSecretDefaults(source: Record<string, unknown>): string[] {
  const places: string[] = []
  const visit = (field: unknown, place: string, depth: number): void => {
    if (!isRecord(field) || depth > 3) return
    if (memberOf(field, 'writeOnly') === true && Object.hasOwn(field, 'default')) {
      delete field.default
      places.push(`${place}/default`)
    }
    for (const [index, variant] of itemsOf(memberOf(field, 'oneOf')).slice(0, 20).entries())
      for (const [name, inner] of entriesOf(memberOf(variant, 'properties')))
        visit(inner, `${place}/oneOf/${index}/properties/${name}`, depth + 1)
  }
  for (const [methodId, method] of entriesOf(memberOf(source, 'methods')))
    for (const [name, field] of entriesOf(valueAt(method, 'fields', 'properties')))
      visit(field, `/methods/${methodId}/fields/properties/${name}`, 0)
  return places
}
