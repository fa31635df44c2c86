import type { AnswerRule, HttpCheck, JsonTest } from '../component.ts'
import { isRecord } from '../schema.ts'
import type { Finding } from '../verification.ts'

/** An HTTP answer as the verifier read it. */
export interface Answer {
  status: number
  /** Lower-case names. */
  headers: Record<string, string | undefined>
  body: string
}

/** Reads an answer by the check's rules; what none of them speaks of gets the usual meaning of its status. */
export function judge(check: HttpCheck, answer: Answer): Omit<Finding, 'target'> {
  const httpStatus = answer.status
  const json = parseJson(answer.body)
  const matches = (rule: AnswerRule) => matchesRule(rule, httpStatus, json)

  const rejected = check.rejected?.find(matches)
  if (rejected) return { outcome: 'rejected', reason: rejected.because ?? 'unauthorized', httpStatus }
  if (check.forbidden?.some(matches)) return { outcome: 'limited', httpStatus }
  if (isWebPage(answer) && httpStatus < 300) return { outcome: 'unexpected', reason: 'web_page', httpStatus }
  if (matches(check.ok)) return { outcome: 'verified', httpStatus, ...learn(check, answer, json) }
  return { ...usualMeaning(httpStatus), httpStatus }
}

function usualMeaning(status: number): Pick<Finding, 'outcome' | 'reason'> {
  if (status === 401) return { outcome: 'rejected', reason: 'unauthorized' }
  if (status === 403) return { outcome: 'limited' }
  if (status === 429) return { outcome: 'rate_limited' }
  if (status === 404) return { outcome: 'unexpected', reason: 'not_found' }
  if (status >= 500) return { outcome: 'unexpected', reason: 'server_error' }
  if (status >= 400) return { outcome: 'unexpected', reason: 'refused_request' }
  if (status >= 300) return { outcome: 'unexpected', reason: 'redirect' }
  return { outcome: 'unexpected', reason: 'other_content' }
}

function matchesRule(rule: AnswerRule, status: number, json: unknown): boolean {
  return matchesStatus(rule.status, status) && (rule.json === undefined || matchesJson(rule.json, json))
}

function matchesStatus(wanted: AnswerRule['status'], status: number): boolean {
  if (wanted === undefined) return true
  if (wanted === '2xx') return status >= 200 && status < 300
  return typeof wanted === 'number' ? wanted === status : wanted.includes(status)
}

function matchesJson(tests: readonly JsonTest[], json: unknown): boolean {
  if (json === undefined) return false
  return tests.every((test) => {
    const value = atPointer(json, test.at)
    if ('equals' in test) return value === test.equals
    return test.exists === (value !== undefined && value !== null)
  })
}

function learn(check: HttpCheck, answer: Answer, json: unknown): Pick<Finding, 'identity' | 'scopes'> {
  const pointers = typeof check.identity === 'string' ? [check.identity] : (check.identity ?? [])
  const named = pointers.map((pointer) => atPointer(json, pointer))
  const identity = named.find(
    (value) => (typeof value === 'string' && value !== '') || typeof value === 'number',
  )
  const scopes = check.scopesHeader
    ? answer.headers[check.scopesHeader.toLowerCase()]?.split(/[\s,]+/).filter(Boolean)
    : undefined
  return {
    ...(identity !== undefined && { identity: String(identity) }),
    ...(scopes?.length && { scopes }),
  }
}

/** The value at an RFC 6901 pointer, or undefined. */
export function atPointer(json: unknown, pointer: string): unknown {
  if (pointer === '') return json
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((at, token) => {
      if (Array.isArray(at)) return /^\d+$/.test(token) ? at[Number(token)] : undefined
      return isRecord(at) && Object.hasOwn(at, token) ? at[token] : undefined
    }, json)
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function isWebPage({ headers, body }: Answer): boolean {
  return /^\s*text\/html\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)\b/i.test(body)
}
