import { entriesOf, itemsOf, memberOf, pointerOf, textOf } from './json-values.ts'
import type { OpenApi, Operation } from './openapi-document.ts'

/** The members that name an account, the best first. */
const NAMES = ['email', 'login', 'username', 'user_name', 'userName', 'preferred_username']
/** Members that name an account only if the response is about the account. */
const NAMES_OF_ACCOUNT = ['displayName', 'display_name', 'full_name', 'name']
/** Objects around an account. */
const ENVELOPES = ['data', 'user', 'account', 'result', 'profile', 'me']

/** How deep compositions of schemas are followed, and how many members of an object count. */
const DEPTH_LIMIT = 5
const MEMBERS_LIMIT = 500

/**
 * Returns where the response of an operation names the account, by its schema.
 * @param isAboutAccount the path says that the response is the caller’s own account
 */
export function identityOf(api: OpenApi, operation: Operation, isAboutAccount: boolean): string[] {
  const properties = propertiesOf(api, responseSchema(api, operation), 0)
  const names = isAboutAccount ? [...NAMES, ...NAMES_OF_ACCOUNT] : NAMES
  const direct = names.filter((name) => isText(api, properties.get(name))).map((name) => pointerOf(name))
  if (direct.length > 0 || !isAboutAccount) return direct.slice(0, 3)
  return ENVELOPES.flatMap((envelope) => {
    const inner = propertiesOf(api, properties.get(envelope), 0)
    return names.filter((name) => isText(api, inner.get(name))).map((name) => pointerOf(envelope, name))
  }).slice(0, 3)
}

function isText(api: OpenApi, schema: unknown): boolean {
  const resolved = api.resolve(schema)
  const type = memberOf(resolved, 'type')
  return type === 'string' || itemsOf(type).includes('string')
}

/** Returns the schema of the successful response: Response Object. */
function responseSchema({ version, resolve }: OpenApi, { node }: Operation): unknown {
  const responses = memberOf(node, 'responses')
  const response = ['200', '2XX', '201', 'default']
    .map((status) => resolve(memberOf(responses, status)))
    .find(Boolean)
  if (version === 2) return memberOf(response, 'schema')
  const types = entriesOf(memberOf(response, 'content')).slice(0, 20)
  const [, media] = types.find(([type]) => /json/i.test(type)) ?? types.find(([type]) => type === '*/*') ?? []
  return memberOf(media, 'schema')
}

/** Returns the properties of an object schema, also those of its `allOf`. */
function propertiesOf(api: OpenApi, schema: unknown, depth: number): Map<string, unknown> {
  const resolved = api.resolve(schema)
  if (depth > DEPTH_LIMIT || textOf(memberOf(resolved, 'type')) === 'array') return new Map()
  const own = entriesOf(memberOf(resolved, 'properties')).slice(0, MEMBERS_LIMIT)
  const inherited = itemsOf(memberOf(resolved, 'allOf'))
    .slice(0, 5)
    .flatMap((part) => [...propertiesOf(api, part, depth + 1)])
  return new Map([...inherited, ...own])
}
