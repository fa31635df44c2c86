import type { z } from 'zod'
import type { Component, Method } from './component.ts'
import { toDefinition } from './definition.ts'
import { ComponentDefinition } from './definition-schema.ts'
import { fieldErrors, issuesInside } from './field-errors.ts'
import type { AnyScript } from './provider-script.ts'
import { isRecord } from './schema.ts'

/**
 * Returns what is wrong with the data of a component, as sentences for its author that name the method and the field or
 * member; none if the component has a JSON form. Tests use it, because TypeScript reports such mistakes only to authors who
 * run it, and other tests would fail for reasons that are hard to see.
 */
export function componentProblems(component: Component): string[] {
  const { id, methods } = component
  if (!isRecord(methods) || Object.keys(methods).length === 0)
    return [`The component ${id} has no method. Add one to \`methods\`.`]
  const ofFields = Object.entries(methods).flatMap(([methodId, method]) => {
    if (method.fields === undefined) return [`The method ${id}.${methodId} has no \`fields\`.`]
    try {
      toDefinition({ ...component, methods: { [methodId]: method } })
      return []
    } catch (error) {
      return [`${(error as Error).message} It belongs to the method ${id}.${methodId}.`]
    }
  })
  if (ofFields.length > 0) return ofFields
  const { error } = ComponentDefinition.safeParse(toDefinition(component))
  if (error) return error.issues.flatMap(issuesInside).map((issue) => describe(id, issue))
  return Object.entries(methods).flatMap(([methodId, method]) => addressProblems(`${id}.${methodId}`, method))
}

/** Returns which base URLs and paths of a method can't be an address, whatever their placeholders stand for. */
function addressProblems(name: string, { baseUrl, verify, token, revoke }: Method): string[] {
  const requests = { verify, token, revoke }
  const baseUrls = Object.entries({ baseUrl, ...membersOf(requests, 'baseUrl') })
  const paths = Object.entries(membersOf(requests, 'path'))
  return [
    ...baseUrls
      .filter(([, url]) => url !== undefined && !/^(?:\{\{|https?:\/\/.)/.test(url))
      .map(
        ([member]) =>
          `\`${member}\` of the method ${name} is not a complete URL, such as https://api.example.com.`,
      ),
    ...paths
      .filter(([, path]) => !/^(?:\{\{|\/(?!\/))/.test(path))
      .map(([member]) => `\`${member}\` of the method ${name} does not begin with a single /.`),
  ]
}

/** Returns the texts of one member of several objects, by their paths. */
const membersOf = (objects: Record<string, unknown>, member: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(objects).flatMap(([name, object]) =>
      isRecord(object) && typeof object[member] === 'string' ? [[`${name}.${member}`, object[member]]] : [],
    ),
  )

/** Returns what is wrong with the documented answers of one method, as sentences; none if tests can use them. */
export function answerProblems(
  { id, methods }: Component,
  methodId: string,
  script: AnyScript | undefined,
): string[] {
  const name = `${id}.${methodId}`
  const file = `catalog/answers/${id}.ts`
  if (!script) return [`${file} has no answers for the method ${methodId}. Add them.`]
  const required =
    'driver' in script || 'untestable' in script ? [] : (['exchanges', 'bad', 'forbidden'] as const)
  const missing: string[] = required.filter((member) => !(member in script))
  if (methods[methodId]?.revoke && !('revoke' in script)) missing.push('revoke')
  const { error } = methods[methodId]?.fields.safeParse(script.values ?? {}) ?? {}
  return [
    ...missing.map((member) => `The answers for ${name} in ${file} have no \`${member}\`.`),
    ...fieldErrors(error ?? { issues: [] }).map(
      ({ path, message }) => `The values of ${name} in ${file} are not valid: ${path}: ${message}`,
    ),
  ]
}

/** The members of a field in TypeScript, by their names in JSON. */
const FIELD_MEMBERS: Record<string, string> = { title: 'label', description: 'help' }

function describe(id: string, issue: z.core.$ZodIssue): string {
  const [first, methodId, ...inMethod] = issue.path.map(String)
  const isOfMethod = first === 'methods' && methodId !== undefined
  const owner = isOfMethod ? `the method ${id}.${methodId}` : `the component ${id}`
  const path = isOfMethod ? inMethod : issue.path.map(String)
  const [fields, properties, field, ...member] = path
  const isOfField = fields === 'fields' && properties === 'properties' && field !== undefined
  const where = isOfField ? `the field ${field} of ${owner}` : owner
  const name = (isOfField ? member : path)
    .map((part) => (isOfField ? (FIELD_MEMBERS[part] ?? part.replace(/^x-/, '')) : part))
    .join('.')
  if (issue.code === 'unrecognized_keys')
    return `\`${issue.keys.join('`, `')}\` is unknown in ${name ? `\`${name}\` of ${where}` : where}.`
  const [error] = fieldErrors({ issues: [issue] })
  if (error?.code === 'required') return `\`${name}\` of ${where} is missing.`
  return `\`${name}\` of ${where} is wrong. ${error?.message}`
}
