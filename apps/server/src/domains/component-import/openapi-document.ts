import { isRecord } from '@stepkey/shared/schema'
import type { Notes } from './imported-component.ts'
import { entriesOf, itemsOf, memberOf, pointerOf, textOf } from './json-values.ts'
import { readDocument, unreadable } from './read-document.ts'

/** An OpenAPI document: Swagger 2.0, or OpenAPI 3.0 and 3.1 (spec.openapis.org/oas). */
export interface OpenApi {
  version: 2 | 3
  root: Record<string, unknown>
  /** Follows internal references (Reference Object). External ones, cycles and missing targets are undefined. */
  resolve(node: unknown): unknown
}

/** How many references are followed from one to the next. */
const REFERENCES_LIMIT = 20

/** Reads an OpenAPI document. @throws DomainError invalid_input */
export function readOpenApi(document: string, notes: Notes): OpenApi {
  const root = readDocument(document)
  const swagger = textOf(memberOf(root, 'swagger'))
  const openapi = textOf(memberOf(root, 'openapi'))
  if (!swagger?.startsWith('2') && !openapi?.startsWith('3'))
    throw unreadable(
      'The document must be an OpenAPI document, with openapi: 3.x or swagger: 2.0 at its beginning.',
    )
  const resolve = (node: unknown): unknown => {
    let at = node
    for (let count = 0; count < REFERENCES_LIMIT; count++) {
      const reference = memberOf(at, '$ref')
      if (typeof reference !== 'string') return at
      if (!reference.startsWith('#')) {
        notes.add(
          'leftOut',
          'The document refers to other files, which were left out. Import one document with all parts.',
        )
        return undefined
      }
      at = targetOf(root, reference)
    }
    return undefined
  }
  return { version: openapi?.startsWith('3') ? 3 : 2, root, resolve }
}

/** Returns the target of an internal reference: a JSON pointer as the fragment of a URI (RFC 6901 section 6). */
function targetOf(root: unknown, reference: string): unknown {
  const parts = reference.slice(0, 2000).split('/').slice(1)
  return parts.reduce<unknown>((at, part) => {
    const name = decode(part).replaceAll('~1', '/').replaceAll('~0', '~')
    return Array.isArray(at) ? itemsOf(at)[Number(name)] : memberOf(at, name)
  }, root)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** One operation of a document. */
export interface Operation {
  method: string
  path: string
  node: Record<string, unknown>
  item: Record<string, unknown>
  /** Where it is: a JSON pointer. */
  at: string
  /** The alternatives of its security requirement: names of schemes with their scopes. An empty one is anonymous. */
  security: Requirement[]
}

/** A Security Requirement Object: all schemes apply together. */
export type Requirement = Map<string, string[]>

/** How many operations are looked at. */
const OPERATIONS_LIMIT = 20_000
const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'query']

/** Returns the operations of a document. */
export function operationsOf({ root, resolve }: OpenApi, notes: Notes): Operation[] {
  const common = 'security' in root ? requirementsOf(root.security) : []
  const operations: Operation[] = []
  for (const [path, reference] of entriesOf(memberOf(root, 'paths'))) {
    const item = resolve(reference)
    if (!isRecord(item)) continue
    for (const method of METHODS) {
      const node = memberOf(item, method)
      if (!isRecord(node)) continue
      if (operations.length >= OPERATIONS_LIMIT) {
        notes.add('leftOut', `Only the first ${OPERATIONS_LIMIT} operations of the document were looked at.`)
        return operations
      }
      const security = Array.isArray(node.security) ? requirementsOf(node.security) : common
      operations.push({ method, path, node, item, at: pointerOf('paths', path, method), security })
    }
  }
  return operations
}

/** How many alternatives and schemes of a requirement count. */
const REQUIREMENT_LIMIT = 20

function requirementsOf(list: unknown): Requirement[] {
  return itemsOf(list)
    .slice(0, REQUIREMENT_LIMIT)
    .map(
      (requirement) =>
        new Map(
          entriesOf(requirement)
            .slice(0, REQUIREMENT_LIMIT)
            .map(([name, scopes]) => [
              name,
              itemsOf(scopes)
                .slice(0, 100)
                .flatMap((scope) => textOf(scope) ?? []),
            ]),
        ),
    )
}

/** A Parameter Object with resolved references, in the form of both versions. */
export interface Parameter {
  name: string
  in: string
  isRequired: boolean
  schema: unknown
}

/** How many parameters of an operation count. */
const PARAMETERS_LIMIT = 100

/** Returns the parameters of an operation. Those of the operation replace those of its path. */
export function parametersOf(api: OpenApi, operation: Operation): Parameter[] {
  const known = parametersByOperation.get(operation) ?? readParameters(api, operation)
  parametersByOperation.set(operation, known)
  return known
}

const parametersByOperation = new WeakMap<Operation, Parameter[]>()

function readParameters({ version, resolve }: OpenApi, { item, node }: Operation): Parameter[] {
  const parameters = new Map<string, Parameter>()
  for (const reference of [...itemsOf(item.parameters), ...itemsOf(node.parameters)].slice(
    0,
    PARAMETERS_LIMIT,
  )) {
    const parameter = resolve(reference)
    const name = textOf(memberOf(parameter, 'name'))
    const place = textOf(memberOf(parameter, 'in'))
    if (name === undefined || place === undefined || name.length > 200) continue
    parameters.set(`${place} ${name}`, {
      name,
      in: place,
      isRequired: place === 'path' || memberOf(parameter, 'required') === true,
      schema: version === 2 && place !== 'body' ? parameter : resolve(memberOf(parameter, 'schema')),
    })
  }
  return [...parameters.values()]
}
