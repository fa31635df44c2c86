import { HARMLESS } from './component-draft.ts'
import { isLiteral, labelOf, literalPath, literalQueryValue, plainText } from './document-text.ts'
import type { Notes } from './imported-component.ts'
import { itemsOf, memberOf, textOf } from './json-values.ts'
import { type Form, type HttpCheckDefinition, secretField, textField } from './method-draft.ts'
import { type Alternative, isAnonymous, needsOnlyPart } from './openapi-alternatives.ts'
import { isAwsSignature } from './openapi-aws.ts'
import { type OpenApi, type Operation, type Parameter, parametersOf } from './openapi-document.ts'
import { identityOf } from './openapi-identity.ts'
import { costOf, isAboutAccount } from './openapi-operation-cost.ts'
import { fixedValueOf, limitOf, needsBody } from './openapi-values.ts'
import { isKeyName } from './secret-names.ts'

/** An operation that suits as verification request. */
export interface Candidate {
  operation: Operation
  parameters: Parameter[]
  /** The lower, the better. */
  cost: number
  isRisky: boolean
}

/** The number of values that users may have to enter only for the verification. */
const ENTERED_LIMIT = 6
/** How many requests are compared by their parameters. The cheapest one so far counts. */
const COMPARED_LIMIT = 2000
/** What a value that users have to enter costs, as {@link costOf}. */
const ENTERED_COST = 40

/**
 * Returns the cheapest operation that only reads and needs these schemes. Requests without path and required query
 * parameters are preferred; of others, users enter the values.
 */
export function chooseOperation(
  api: OpenApi,
  operations: Operation[],
  alternative: Alternative,
  notes: Notes,
): Candidate | undefined {
  const placed = placedNames(alternative)
  let best: Candidate | undefined
  let compared = 0
  for (const operation of operations) {
    if (!alternative.requirementOf(operation) || hasOtherServers(api, operation)) continue
    const cost = costFor(operation, alternative)
    // Parameters only add to the cost.
    if (cost === undefined || (best && cost.points - LIMIT_BONUS >= best.cost)) continue
    if (++compared > COMPARED_LIMIT) {
      notes.add('leftOut', `Only ${COMPARED_LIMIT} requests were compared to choose the verification.`)
      break
    }
    const candidate = evaluate(api, operation, placed, cost)
    if (candidate && (!best || candidate.cost < best.cost)) best = candidate
  }
  return best
}

/**
 * Requests that may be sent without a credential are a last resort: documents say so of some that do refuse wrong keys, which
 * only a trial shows. Those that need only a part of the schemes prove nothing about the others.
 */
function costFor(operation: Operation, alternative: Alternative): ReturnType<typeof costOf> {
  if (needsOnlyPart(operation, alternative)) return undefined
  const cost = costOf(operation)
  return cost && isAnonymous(operation) ? { points: cost.points + ANONYMOUS_COST, isRisky: true } : cost
}
const ANONYMOUS_COST = 300

/** What a parameter that limits the number of entries is worth. */
const LIMIT_BONUS = 6

function evaluate(
  api: OpenApi,
  operation: Operation,
  placed: Set<string>,
  { points, isRisky }: { points: number; isRisky: boolean },
): Candidate | undefined {
  const declared = parametersOf(api, operation)
  if (declared.some(({ in: place, isRequired }) => isRequired && /^(?:body|formData|cookie)$/.test(place)))
    return undefined
  const body = needsBody(api, operation)
  if (body === 'filled' || (body === 'empty' && operation.method !== 'post')) return undefined
  const parameters = declared.filter(
    ({ name, in: place }) =>
      !placed.has(`${place} ${name.toLowerCase()}`) &&
      !(place === 'header' && IGNORED.test(name)) &&
      !(placed.has('signature') && SIGNATURE.test(name)),
  )
  const names = new Set(parameters.filter(({ in: place }) => place === 'path').map(({ name }) => name))
  for (const name of pathVariables(operation.path))
    if (!names.has(name)) parameters.push({ name, in: 'path', isRequired: true, schema: undefined })
  const required = parameters.filter(({ isRequired }) => isRequired)
  const entered = required.filter((parameter) => fixedValueOf(api, parameter) === undefined)
  if (entered.length > ENTERED_LIMIT || required.some(({ name }) => !isLiteral(name))) return undefined
  const limit = parameters.some((parameter) => limitOf(api, parameter)) ? LIMIT_BONUS : 0
  return { operation, parameters, cost: points + entered.length * ENTERED_COST - limit, isRisky }
}

/** Headers that Stepkey sets. */
const IGNORED =
  /^(?:accept|content-type|authorization|user-agent|accept-language|x-amz-(?:date|security-token|content-sha256|signedheaders|algorithm|credential|signature))$/i

/** Parameters of AWS signatures, also of version 2. */
const SIGNATURE = /^(?:AWSAccessKeyId|Signature|SignatureMethod|SignatureVersion|Timestamp)$/i

/** Returns the places that the schemes fill: `header x-api-key`. */
function placedNames({ schemes }: Alternative): Set<string> {
  const names = Array.from(schemes.values(), (scheme) => {
    const place = textOf(memberOf(scheme, 'in')) ?? ''
    return `${place} ${textOf(memberOf(scheme, 'name')) ?? ''}`.toLowerCase()
  })
  return new Set([...names, ...([...schemes.values()].some(isAwsSignature) ? ['signature'] : [])])
}

/** Returns whether an operation is sent to another server than most, by its path or by itself. */
function hasOtherServers({ root }: OpenApi, { node, item }: Operation): boolean {
  const own = itemsOf(node.servers ?? item.servers)
  const first = textOf(memberOf(own[0], 'url'))
  return own.length > 0 && 'servers' in root && first !== textOf(memberOf(itemsOf(root.servers)[0], 'url'))
}

const pathVariables = (path: string): string[] =>
  Array.from(path.matchAll(/\{([^{}]{1,100})\}/g), ([, name = '']) => name)

/** Creates the verification request of an operation. Values that users enter become fields of the form. */
export function createCheck(
  api: OpenApi,
  { operation, parameters, isRisky }: Candidate,
  form: Form,
  { notes, isGuess }: { notes: Notes; isGuess: boolean },
): HttpCheckDefinition {
  const entered: string[] = []
  const valueFor = (parameter: Parameter): string => {
    const fixed = fixedValueOf(api, parameter)
    if (fixed !== undefined) return parameter.in === 'header' ? fixed : literalQueryValue(fixed)
    const label = labelOf(parameter.name)
    entered.push(label)
    const help = 'Needed only for the verification request.'
    return `{{${form.add(parameter.name, isKeyName(parameter.name) ? secretField({ label, help }) : textField({ label, help }))}}}`
  }
  const required = parameters.filter(({ isRequired }) => isRequired)
  const values = new Map(
    required.map((parameter) => [`${parameter.in} ${parameter.name}`, valueFor(parameter)]),
  )
  const ofPlace = (place: string) => required.filter((parameter) => parameter.in === place)
  const query = ofPlace('query').map(
    ({ name }) => `${literalQueryValue(name)}=${values.get(`query ${name}`)}`,
  )
  const limit = parameters.find((parameter) => !parameter.isRequired && limitOf(api, parameter))
  if (limit && isLiteral(limit.name)) {
    query.push(`${literalQueryValue(limit.name)}=1`)
    notes.add('guessed', HARMLESS.limit, operation.at)
  }
  const headers = Object.fromEntries(
    ofPlace('header')
      .filter(({ name }) => /^[\w-]{1,100}$/.test(name))
      .map(({ name }) => [name.toLowerCase(), values.get(`header ${name}`) ?? '']),
  )
  const identity = identityOf(api, operation, isAboutAccount(operation))
  const shown = plainText(operation.path, 100)
  if (identity.length > 0) notes.add('guessed', HARMLESS.identity, operation.at)
  const isPost = operation.method === 'post'
  const text = `${operation.method.toUpperCase()} ${shown} is proposed to verify the credential`
  const list = [...new Set(entered)].join(', ')
  const at = operation.at
  if (isPost) notes.add('guessed', `${text}. By its name, it only reads. Check that it changes nothing.`, at)
  else if (isRisky)
    notes.add('guessed', `${text}. It may need no credential, or do more than read. Check it.`, at)
  else if (isGuess) notes.add('guessed', `${text}. Check that it needs one.`, at)
  // One value, such as a tenant, is what the document requires. Of several, another request may need fewer.
  else if (entered.length > 1)
    notes.add(
      'guessed',
      `${text}. Users enter what it needs: ${list}. Choose another request if there is one.`,
      at,
    )
  else notes.add('understood', `${text}, because it only reads and needs the same security.`, at)
  if (entered.length === 1) notes.add('understood', `For the verification, users enter: ${list}.`, at)
  const isTarget = 'x-amz-target' in headers
  return {
    method: isPost ? 'POST' : operation.method === 'head' ? 'HEAD' : 'GET',
    path: pathOf(operation.path, values) + (query.length > 0 ? `?${query.join('&')}` : ''),
    ...(Object.keys(headers).length > 0 && {
      headers: isTarget ? { ...headers, 'content-type': 'application/x-amz-json-1.1' } : headers,
    }),
    ...(isPost && { body: { json: {} } }),
    ok: { status: '2xx' },
    ...(identity.length > 0 && { identity }),
    control: true,
  }
}

/** Returns the template of a path. What follows a # is no part of it: generators distinguish operations by it. */
function pathOf(path: string, values: Map<string, string>): string {
  const [plain = ''] = path.split('#')
  const parts = plain.split(/(\{[^{}]{1,100}\})/).map((part) => {
    const [, name] = /^\{([^{}]*)\}$/.exec(part) ?? []
    return name === undefined ? literalPath(part) : (values.get(`path ${name}`) ?? '')
  })
  const joined = parts.join('').replace(/^\/+/, '')
  return `/${joined}`
}
