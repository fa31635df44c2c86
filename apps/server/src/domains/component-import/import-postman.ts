import { DomainError } from '../../platform/errors/domain-error.ts'
import { completeComponent, METHODS_LIMIT } from './component-draft.ts'
import { plainText } from './document-text.ts'
import { createNotes, type ImportedComponent, type Notes } from './imported-component.ts'
import { itemsOf, memberOf, textOf, valueAt } from './json-values.ts'
import { createForm, type MethodDraft, urlField } from './method-draft.ts'
import { addAuth, kindOf } from './postman-auth.ts'
import { type PostmanRequest, requestsOf } from './postman-requests.ts'
import { readDocument, unreadable } from './read-document.ts'
import { queryTemplate, type RecordedAddress, splitAddress, variablesIn } from './recorded-address.ts'
import { addBasic, addHeaders, noCredentials, type Target, takeKeys } from './request-credentials.ts'
import { hasKeyValue, isKeyName } from './secret-names.ts'

/**
 * Imports the authentication of a Postman collection, v2.0 or v2.1 (schema.postman.com/collection). Variables become fields,
 * and the first request that only reads verifies each method.
 * @throws DomainError invalid_input
 */
export function importPostman(document: string, { id }: { id: string }): ImportedComponent {
  const notes = createNotes()
  const source = readDocument(document)
  // The API of Postman wraps a collection.
  const wrapped = memberOf(source, 'collection')
  const collection = Array.isArray(memberOf(wrapped, 'item')) ? (wrapped as Record<string, unknown>) : source
  if (!Array.isArray(collection.item) || memberOf(collection, 'info') === undefined)
    throw unreadable(
      'The document must be a Postman collection of the format v2.0 or v2.1. Export it again in that format.',
    )
  const title = textOf(valueAt(collection, 'info', 'name')) ?? 'Imported collection'
  const requests = requestsOf(collection, notes)
  if (requests.length === 0)
    throw unreadable('The document has no request. Export a collection with at least one.')
  if (itemsOf(memberOf(collection, 'event')).length > 0)
    notes.add('leftOut', 'Scripts were left out, because Stepkey runs none.', '/event')
  const known = variableValues(collection)
  const groups = Map.groupBy(requests, ({ auth }) => (auth ? kindOf(auth) : ''))
  const withAuth = [...groups]
    .filter(([kind]) => kind !== '')
    .sort(([, one], [, other]) => other.length - one.length)
  const chosen = withAuth.length > 0 ? withAuth : [...groups]
  const methods = chosen
    .slice(0, METHODS_LIMIT)
    .flatMap(([, group]) => methodOf(group, { notes, title, known }) ?? [])
  if (methods.length === 0) methods.push(emptyMethod(notes))
  const description =
    memberOf(valueAt(collection, 'info', 'description'), 'content') ??
    valueAt(collection, 'info', 'description')
  const text = plainText(description, 1000)
  return completeComponent(
    { id, title, description: hasKeyValue(text) ? undefined : text, docs: [], methods },
    notes,
  )
}

type Known = (name: string) => string | undefined

/** Returns the values of variables that may be kept: never those whose names or values look like keys. */
function variableValues(collection: Record<string, unknown>): Known {
  const values = new Map<string, string>()
  for (const variable of itemsOf(collection.variable).slice(0, 500)) {
    const name = textOf(memberOf(variable, 'key')) ?? textOf(memberOf(variable, 'id'))
    const value = textOf(memberOf(variable, 'value'))
    if (name !== undefined && value !== undefined && !isKeyName(name) && !hasKeyValue(value))
      values.set(name, value)
  }
  return (name) => values.get(name)
}

interface Context {
  notes: Notes
  title: string
  known: Known
}

/** Returns the method of requests with the same kind of auth, with the first one that only reads as its check. */
function methodOf(group: PostmanRequest[], { notes, title, known }: Context): MethodDraft | undefined {
  const reading = group.filter(({ method }) => method === 'GET' || method === 'HEAD')
  const [first, ...others] = reading.toSorted((one, other) => variablesOf(one) - variablesOf(other))
  const form = createForm()
  const target: Target = { form, notes, found: noCredentials() }
  const request = first ?? group[0]
  if (!request) return undefined
  const address = [request, ...others.slice(0, 20)].reduce<RecordedAddress | undefined>(
    (found, { url }) => found ?? trySplit(url, target, known),
    undefined,
  )
  const added = request.auth ? addAuth(request.auth, target, title) : {}
  if (added === false) return undefined
  if (address?.login && target.found.place.length === 0) addBasic(address.login, target)
  addHeaders(
    request.auth ? request.headers.filter(([name]) => !/^authorization$/i.test(name)) : request.headers,
    target,
  )
  const { found } = target
  const query = address ? queryTemplate(takeKeys(address.query, target), form, notes) : ''
  const variables = variablesIn(request.url).length
  if (variables > 0) notes.add('guessed', 'Variables of the address became fields.', request.at)
  const hasKey = found.place.length > 0 || found.signer !== undefined
  if (!hasKey)
    notes.add('leftOut', 'The requests have no key that could be recognized. Add a field and its place.')
  else if (!first)
    notes.add(
      'leftOut',
      'No request that only reads uses this authentication, so no verification was proposed.',
    )
  else notes.add('understood', `The request ${first.method} of the collection verifies the key.`, first.at)
  return {
    id: /^Connect with/.test(found.title) ? 'oauth' : found.title || 'key',
    title: found.title || 'No key',
    form,
    baseUrl:
      address?.baseUrl ??
      `{{${form.add('baseUrl', urlField({ label: 'Base URL', help: 'The address of the API.' }))}}}`,
    place: found.place,
    ...(found.signer && { signer: found.signer }),
    ...(added.token && { token: added.token }),
    verify:
      hasKey && first && address
        ? {
            method: first.method === 'HEAD' ? 'HEAD' : 'GET',
            path: address.path + query,
            ...(Object.keys(found.headers).length > 0 && { headers: found.headers }),
            ok: { status: '2xx' },
            control: true,
          }
        : { untestable: 'The imported collection has no request that only reads and uses this key.' },
  }
}

const variablesOf = ({ url }: PostmanRequest): number => {
  const [address = ''] = url.split('?')
  return variablesIn(address.replace(/^\{\{[^{}]*\}\}/, '')).length + (address.match(/\/:\w/g)?.length ?? 0)
}

/** Returns the parts of an address, or undefined if it is none. */
function trySplit(url: string, { form, notes }: Target, known: Known): RecordedAddress | undefined {
  try {
    return splitAddress(url, { form, notes, known })
  } catch (error) {
    if (error instanceof DomainError) return undefined
    throw error
  }
}

function emptyMethod(notes: Notes): MethodDraft {
  notes.add('leftOut', 'The collection has no authentication that could be imported. Add a method.')
  const form = createForm()
  return {
    id: 'none',
    title: 'No credential',
    form,
    place: [],
    verify: { untestable: 'The imported collection has no authentication that Stepkey supports.' },
  }
}
