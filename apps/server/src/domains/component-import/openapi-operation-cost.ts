import { memberOf, textOf } from './json-values.ts'
import type { Operation } from './openapi-document.ts'

/** Last parts of paths that describe the caller, without separators. */
const ACCOUNT =
  /^(?:me|self|myself|whoami|user|account|profile|userinfo|currentuser|authenticateduser|currentaccount|myaccount|accountinfo|accountdetails|getme|loggedinuser)$/
/** Last parts of paths that test a credential. */
const TEST =
  /^(?:ping|verify|validate|authtest|authcheck|checkauth|testauth|tokeninfo|credentials|auth|test|authenticated)$/
/** Words of requests that may do more than read. */
const ACTING =
  /^(?:logout|signout|login|signin|reset|send|callback|authorize|oauth|token|refresh|revoke|sync|redirect|connect)$/
/** Words of requests that may need no credential. */
const OPEN =
  /^(?:health|healthz|healthcheck|status|version|docs|openapi|swagger|wellknown|public|heartbeat|live|ready|alive)$/
/** Words of requests whose responses may be long. */
const LONG = /^(?:search|export|download|stream|events|watch|tokens)$/
/** First words of the names of operations that change something. */
const CHANGING =
  /^(?:create|delete|remove|update|put|add|set|attach|detach|associate|disassociate|start|stop|cancel|enable|disable|modify|send|reset|reboot|register|deregister|activate|deactivate|tag|untag|post|patch|insert|import|purge|run|execute|trigger|publish|subscribe|unsubscribe|change|terminate|revoke|authorize|confirm|accept|reject|copy|restore|rotate|release|allocate|assign|unassign|apply|upload|write|replace|promote|rename|move|lock|unlock|logout|signout)$/
/** First words of the names of operations that only read. */
const READING = /^(?:list|get|describe|query|find|read|lookup|fetch|show|retrieve|count)$/

/** Returns the words of a name: `GET_ListUsers` becomes `get`, `list` and `users`. */
const wordsOf = (name: string): string[] =>
  name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]/)
    .filter((word) => word !== '')

const idWordsOf = ({ node, path }: Operation): string[] => {
  const [, fragment = ''] = path.split('#')
  const action = /(?:^|[=&.])([A-Za-z]+)$/.exec(fragment.split('&')[0] ?? '')?.[1]
  const words = wordsOf(action ?? textOf(memberOf(node, 'operationId')) ?? '')
  return words[0] === 'get' || words[0] === 'post'
    ? words.slice(
        words.length > 1 && words[1] !== undefined && (CHANGING.test(words[1]) || READING.test(words[1]))
          ? 1
          : 0,
      )
    : words
}

/** Returns whether the name of an operation says that it only reads. */
const isReadByName = (operation: Operation): boolean => READING.test(idWordsOf(operation)[0] ?? '')

const segmentsOf = ({ path }: Operation): string[] =>
  (path.split(/[#?]/)[0] ?? '').split('/').filter((part) => part !== '')

const lastWord = (operation: Operation): string =>
  (segmentsOf(operation).at(-1) ?? '')
    .toLowerCase()
    .replace(/\.(?:json|xml)$/, '')
    .replace(/[^a-z{}]/g, '')

/** Returns whether the response of an operation is the account of the caller. */
export const isAboutAccount = (operation: Operation): boolean => ACCOUNT.test(lastWord(operation))

/** Returns whether the operation itself, and not only the whole document, requires a credential. */
const saysItNeedsKey = ({ node }: Operation): boolean =>
  Array.isArray(node.security) || memberOf(memberOf(node, 'responses'), '401') !== undefined

/**
 * Returns what an operation costs as verification request, without its parameters: the lower, the better. Undefined if it may
 * change something.
 */
export function costOf(operation: Operation): { points: number; isRisky: boolean } | undefined {
  const { method, node, path } = operation
  const names = idWordsOf(operation)
  if (method !== 'get' && method !== 'head' && !(method === 'post' && isReadByName(operation)))
    return undefined
  const isChange = CHANGING.test(names[0] ?? '') && !names.some((word) => READING.test(word))
  if (isChange || path.length > 500) return undefined
  const segments = segmentsOf(operation)
  const last = lastWord(operation)
  const words = segments.flatMap(wordsOf)
  const isActing = words.some((word) => ACTING.test(word))
  const isOpen = words.some((word) => OPEN.test(word))
  let points = 2 * segments.length + path.length / 100
  if (ACCOUNT.test(last)) points -= 50
  else if (TEST.test(last)) points -= 25
  else if (isActing || isOpen || words.some((word) => LONG.test(word))) points += 35
  if (method === 'head') points += 5
  if (method === 'post') points += 60
  if (memberOf(node, 'deprecated') === true) points += 30
  const isExpected = ACCOUNT.test(last) || TEST.test(last)
  return { points, isRisky: !isExpected && (isActing || (isOpen && !saysItNeedsKey(operation))) }
}
