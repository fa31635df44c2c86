import type { Notes } from './imported-component.ts'
import { entriesOf, memberOf, pointerOf, textOf, valueAt } from './json-values.ts'
import { type OpenApi, type Operation, parametersOf, type Requirement } from './openapi-document.ts'
import { isKeyName } from './secret-names.ts'

/** One way to authenticate: the schemes that apply together. */
export interface Alternative {
  /** The Security Scheme Objects by name, with resolved references. */
  schemes: Map<string, unknown>
  /** The number of operations that require it. */
  count: number
  /** Set if the document does not say that these schemes apply. */
  isGuess: boolean
  /** Returns the requirement of an operation that names these schemes. */
  requirementOf(operation: Operation): Map<string, string[]> | undefined
}

/** How many schemes of a document count. */
const SCHEMES_LIMIT = 100

/** Returns the ways to authenticate that the operations of a document require, the most frequent first. */
export function alternativesOf(api: OpenApi, operations: Operation[], notes: Notes): Alternative[] {
  const declared =
    api.version === 2
      ? memberOf(api.root, 'securityDefinitions')
      : valueAt(api.root, 'components', 'securitySchemes')
  const schemes = new Map(
    entriesOf(declared)
      .slice(0, SCHEMES_LIMIT)
      .map(([name, scheme]) => [name, api.resolve(scheme)]),
  )
  addRequiredParameters(api, operations, schemes)
  const required = grouped(operations, schemes, notes)
  if (required.length > 0) return required
  if (schemes.size > 0) {
    const text =
      'The document doesn’t say which requests need a credential. It was assumed that all of them do.'
    notes.add('guessed', text, api.version === 2 ? '/securityDefinitions' : '/components/securitySchemes')
    return Array.from(schemes, ([name, scheme]) => assumed(new Map([[name, scheme]])))
  }
  return fromParameters(api, operations, notes) ?? [bearerGuess(notes)]
}

/** Returns whether an operation can also be called without a credential. */
export const isAnonymous = (operation: Operation): boolean =>
  operation.security.some(({ size }) => size === 0)

/** Returns whether an operation can also be called with only a part of these schemes. */
export const needsOnlyPart = ({ security }: Operation, { schemes }: Alternative): boolean =>
  security.some(
    (requirement) =>
      requirement.size > 0 &&
      requirement.size < schemes.size &&
      [...requirement.keys()].every((name) => schemes.has(name)),
  )

/**
 * Some documents declare keys also as required parameters of their operations: instead of a security requirement, or beside
 * one that names only a part of them. Then they apply together.
 */
function addRequiredParameters(api: OpenApi, operations: Operation[], schemes: Map<string, unknown>): void {
  const byPlace = new Map(
    Array.from(schemes, ([name, scheme]) => [
      `${textOf(memberOf(scheme, 'in'))} ${textOf(memberOf(scheme, 'name'))}`.toLowerCase(),
      name,
    ]),
  )
  for (const operation of operations) {
    const names = parametersOf(api, operation).flatMap(({ name, in: place, isRequired }) =>
      isRequired ? (byPlace.get(`${place} ${name}`.toLowerCase()) ?? []) : [],
    )
    if (names.length === 0) continue
    const keys: Requirement = new Map(names.map((name) => [name, []]))
    const security = operation.security.filter(({ size }) => size > 0)
    operation.security =
      security.length > 0 ? security.map((requirement) => new Map([...keys, ...requirement])) : [keys]
  }
}

/** Groups the requirements of all operations by their schemes. Unknown schemes can't be required. */
function grouped(operations: Operation[], schemes: Map<string, unknown>, notes: Notes): Alternative[] {
  const groups = new Map<string, Alternative>()
  for (const operation of operations) {
    for (const requirement of operation.security) {
      const names = [...requirement.keys()]
      const unknown = names.find((name) => !schemes.has(name))
      if (unknown !== undefined)
        notes.add('leftOut', 'The document requires a security scheme that it doesn’t define.', operation.at)
      if (names.length === 0 || unknown !== undefined) continue
      const key = keyOfRequirement(requirement)
      const group = groups.get(key) ?? {
        schemes: new Map(names.map((name) => [name, schemes.get(name)])),
        count: 0,
        isGuess: false,
        requirementOf: (other: Operation) =>
          other.security.find((alternative) => keyOfRequirement(alternative) === key),
      }
      group.count++
      groups.set(key, group)
    }
  }
  return [...groups.values()].sort((one, other) => other.count - one.count)
}

const keyOf = (names: string[]) => JSON.stringify([...names].sort())

/** The keys of requirements, which many operations share. */
const keys = new WeakMap<Requirement, string>()

function keyOfRequirement(requirement: Requirement): string {
  const known = keys.get(requirement) ?? keyOf([...requirement.keys()])
  keys.set(requirement, known)
  return known
}

/** An alternative that is assumed to apply to all operations. */
const assumed = (schemes: Map<string, unknown>): Alternative => ({
  schemes,
  count: 0,
  isGuess: true,
  requirementOf: () => new Map(),
})

/** Documents without security schemes often declare keys as ordinary parameters. */
function fromParameters(api: OpenApi, operations: Operation[], notes: Notes): Alternative[] | undefined {
  const groups = new Map<string, Alternative>()
  const reading = operations.filter(({ method }) => method === 'get')
  for (const operation of reading.length > 0 ? reading : operations) {
    const keys = parametersOf(api, operation).filter(
      ({ name, in: place, isRequired }) =>
        (place === 'header' ||
          (place === 'query' && isRequired) ||
          (place === 'query' && /key$/i.test(name))) &&
        isKeyName(name),
    )
    if (keys.length === 0) continue
    const names = keys.map(({ name, in: place }) => `${place} ${name}`)
    const key = keyOf(names)
    const group = groups.get(key) ?? {
      schemes: new Map(keys.map(({ name, in: place }) => [name, { type: 'apiKey', in: place, name }])),
      count: 0,
      isGuess: true,
      requirementOf: (other: Operation) =>
        keyOf(
          parametersOf(api, other)
            .filter(({ name, in: place }) => names.includes(`${place} ${name}`))
            .map(({ name, in: place }) => `${place} ${name}`),
        ) === key
          ? new Map()
          : undefined,
    }
    group.count++
    groups.set(key, group)
  }
  if (groups.size === 0) return undefined
  notes.add(
    'guessed',
    'The document declares no security schemes. Parameters whose names are usual for keys were taken for credentials.',
  )
  return [...groups.values()].sort((one, other) => other.count - one.count).slice(0, 3)
}

/** The method that most APIs without declared security use. */
function bearerGuess(notes: Notes): Alternative {
  const text =
    'The document doesn’t say how requests are authenticated. A bearer token is proposed. Change the method if the API uses another one.'
  notes.add('guessed', text)
  return assumed(new Map([['bearer', { type: 'http', scheme: 'bearer' }]]))
}

/** Returns where the schemes of an alternative are defined. */
export const schemePointer = (api: OpenApi, name: string): string =>
  api.version === 2
    ? pointerOf('securityDefinitions', name)
    : pointerOf('components', 'securitySchemes', name)

/** Returns the type of a scheme in lower case. Swagger 2 has `basic` as a type of its own. */
export function typeOf(scheme: unknown): string {
  const type = textOf(memberOf(scheme, 'type'))?.toLowerCase() ?? ''
  if (type === 'basic') return 'http basic'
  return type === 'http' ? `http ${textOf(memberOf(scheme, 'scheme'))?.toLowerCase() ?? ''}` : type
}
