import type { Method } from '../component.ts'
import { activeFields, type FieldDescription, isRecord } from '../schema.ts'
import { renderTemplate, type TemplateValues } from './template.ts'

/**
 * Returns where and how a method sends its secrets for these values: everything that its templates render, with the
 * secrets masked. This includes addresses, paths, queries, users, scopes, and all options of a driver such as TLS mode
 * and mechanism. If the result changes, stored secrets would be sent in a way in which they were never verified.
 */
export function destination(
  { baseUrl, place, token, signer, tls, verify, revoke }: Method,
  fields: readonly FieldDescription[],
  values: TemplateValues,
): string {
  const masked = structuredClone(values)
  for (const { field, path } of activeFields(fields, values)) if (field.meta.secret) mask(masked, path)
  return JSON.stringify([baseUrl, place, token, signer, tls, verify, revoke], (_, part) =>
    typeof part === 'string' && part.includes('{{') ? renderTemplate(part, masked) : part,
  )
}

/** Replaces the value at a dotted path, also an absent one: adding a secret is no change of the destination. */
function mask(values: TemplateValues, path: string): void {
  const names = path.split('.')
  const last = names.pop() ?? ''
  const holder = names.reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), values)
  if (isRecord(holder)) holder[last] = '•'
}

/** The complete values of a method, including supplied addresses. */
interface ValuesOfMethod {
  method: Method
  fields: readonly FieldDescription[]
  values: TemplateValues
}

/**
 * Returns the dotted paths of secret fields that the user must enter again, because the {@link destination} changes.
 * This prevents a user from sending stored secrets to a server or a path of their own, also by a new version of a
 * component: the method of `before` may be an older one.
 * @param input only the values that the user entered
 */
export function secretsToRetype(
  before: ValuesOfMethod,
  after: ValuesOfMethod,
  input: TemplateValues,
): string[] {
  const [from, to] = [before, after].map(({ method, fields, values }) => destination(method, fields, values))
  if (from === to) return []
  return [...activeFields(after.fields, after.values)]
    .filter(({ field, path, value }) => field.meta.secret && value !== undefined && !isTyped(input, path))
    .map(({ path }) => path)
}

/** Returns whether an input has a value at a dotted path. */
export function isTyped(input: TemplateValues, path: string): boolean {
  const value = path.split('.').reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), input)
  return value !== undefined && value !== null && value !== ''
}
