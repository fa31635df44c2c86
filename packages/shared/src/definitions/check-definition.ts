import type { z } from 'zod'
import { addressesOf, allowedHostsOf, covers, hostPattern, templatesOf } from '../auth/allowed-hosts.ts'
import { readsToken, templateFields } from '../auth/template.ts'
import { type Check, type Component, type Method, needsApp } from '../component.ts'
import { fromDefinition } from '../definition.ts'
import { ComponentDefinition } from '../definition-schema.ts'
import { fieldErrors, issuesInside } from '../field-errors.ts'
import { iconProblem } from '../icon.ts'
import { describeFields, fieldPaths, isRecord } from '../schema.ts'
import { driverOptions } from './driver-options.ts'

/** What is wrong with a definition, and where. */
export interface DefinitionProblem {
  /** A JSON pointer into the definition (RFC 6901), for example `/methods/apiKey/baseUrl`. */
  at: string
  /** One or two sentences for the author. */
  message: string
}

/** The limits of a definition from outside. */
const DEFINITION_LIMITS = { bytes: 256 * 1024, depth: 24, nodes: 20_000, methods: 20, fields: 60 }

/**
 * Returns the component of a definition from outside, with the allowed hosts of every method, or what is wrong with the
 * definition: one that has problems can be kept as a draft, but not used.
 */
export function checkDefinition(
  raw: unknown,
): { component: Component; problems: [] } | { component?: undefined; problems: DefinitionProblem[] } {
  const tooLarge = sizeProblem(raw)
  if (tooLarge) return { problems: [{ at: '', message: tooLarge }] }
  const { data, error } = ComponentDefinition.safeParse(raw)
  if (error) return { problems: error.issues.flatMap(issuesInside).map(toProblem) }
  const component = fromDefinition(data)
  const icon = data.icon === undefined ? undefined : iconProblem(data.icon)
  const problems = [
    ...(icon ? [{ at: '/icon', message: icon }] : []),
    ...countProblems(component),
    ...linkProblems(data),
    ...methodsProblems(component),
  ]
  if (problems.length > 0) return { problems }
  const methods = Object.entries(component.methods).map(([id, method]) => [
    id,
    { ...method, allowedHosts: allowedHostsOf(method) },
  ])
  return { component: { ...component, methods: Object.fromEntries(methods) }, problems: [] }
}

/** Returns why a definition is too large to be looked at; undefined if it is not. Looks at no more than the limits. */
export function sizeProblem(raw: unknown): string | undefined {
  const pending = [{ value: raw, depth: 1 }]
  let [nodes, length] = [0, 0]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, depth } = next
    nodes += 1
    if (typeof value === 'string') length += value.length
    if (depth > DEFINITION_LIMITS.depth) return `A definition has at most ${DEFINITION_LIMITS.depth} levels.`
    if (nodes > DEFINITION_LIMITS.nodes || length > DEFINITION_LIMITS.bytes) {
      return `A definition has at most ${DEFINITION_LIMITS.bytes / 1024} KiB. Shorten its texts, or split it.`
    }
    if (typeof value !== 'object' || value === null) continue
    for (const [key, inner] of Object.entries(value)) {
      length += key.length
      pending.push({ value: inner, depth: depth + 1 })
    }
  }
  return undefined
}

function countProblems({ methods }: Component): DefinitionProblem[] {
  const count = Object.keys(methods).length
  if (count === 0) return [{ at: '/methods', message: 'A component needs at least one method.' }]
  if (count > DEFINITION_LIMITS.methods)
    return [{ at: '/methods', message: `A component has at most ${DEFINITION_LIMITS.methods} methods.` }]
  return Object.entries(methods).flatMap(([id, { fields }]) =>
    [...fieldPaths(describeFields(fields))].length > DEFINITION_LIMITS.fields
      ? [
          {
            at: pointer(['methods', id, 'fields']),
            message: `A method has at most ${DEFINITION_LIMITS.fields} fields.`,
          },
        ]
      : [],
  )
}

/** Links open in the browser of other people, so only https is allowed. */
function linkProblems(definition: ComponentDefinition): DefinitionProblem[] {
  const links: { at: string; url: string }[] = []
  const find = (value: unknown, path: string[]) => {
    if (!isRecord(value) && !Array.isArray(value)) return
    for (const [key, inner] of Object.entries(value)) {
      const isLink = key === 'docsUrl' || key === 'x-helpUrl' || (key === 'url' && path.at(-1) === 'page')
      if (isLink && typeof inner === 'string') links.push({ at: pointer([...path, key]), url: inner })
      else find(inner, [...path, key])
    }
  }
  find(definition, [])
  return links
    .filter(({ url }) => !/^https:\/\//i.test(url))
    .map(({ at }) => ({ at, message: 'Enter a link that begins with https://.' }))
}

const methodsProblems = ({ methods }: Component): DefinitionProblem[] =>
  Object.entries(methods).flatMap(([id, method]) =>
    methodProblems(method).map(({ path, message }) => ({ at: pointer(['methods', id, ...path]), message })),
  )

interface MethodProblem {
  path: string[]
  message: string
}

function methodProblems(method: Method): MethodProblem[] {
  const ofTemplates = placeholderProblems(method)
  // A template that can't be read has no address either.
  if (ofTemplates.some(({ path }) => path.length === 0)) return ofTemplates
  return [
    ...ofTemplates,
    ...addressProblems(method),
    ...hostProblems(method),
    ...checkProblems(method),
    ...defaultProblems(method),
    ...(method.supplied ? [{ path: ['supplied'], message: 'Only built-in components can have this.' }] : []),
  ]
}

/** Placeholders must name fields, so that a spelling mistake is not an empty value. */
function placeholderProblems(method: Method): MethodProblem[] {
  const known = new Set(fieldPaths(describeFields(method.fields)))
  try {
    const unknown = templatesOf(method)
      .flatMap(templateFields)
      .filter((name) => !known.has(name) && !(method.token && /^(?:token|app)\./.test(name)))
    return [...new Set(unknown)].map((name) => ({
      path: ['fields'],
      message: `{{${name}}} names no field of this method. Add the field, or correct the name.`,
    }))
  } catch (error) {
    return [{ path: [], message: (error as Error).message }]
  }
}

function addressProblems(method: Method): MethodProblem[] {
  const addresses = addressesOf(method)
    .filter(({ template }) => !/^(?:\{\{|https?:\/\/.)/i.test(template))
    .map(({ path }) => ({ path, message: 'Enter a complete URL, for example https://api.example.com.' }))
  const { verify, token, revoke } = method
  const requests = { verify, token, revoke }
  const paths = Object.entries(requests).flatMap(([member, request]) =>
    request && 'path' in request && !/^(?:\{\{|\/(?!\/))/.test(request.path)
      ? [{ path: [member, 'path'], message: 'Enter a path that begins with a single /.' }]
      : [],
  )
  return [...addresses, ...paths]
}

/** Every address must have a host that is allowed, and the secrets of OAuth apps go only to hosts that the author names. */
function hostProblems(method: Method): MethodProblem[] {
  const allowed = allowedHostsOf(method)
  const isOfApp = ([member]: string[]) => needsApp(method) && member === 'token'
  return addressesOf(method).flatMap(({ path, template }) => {
    const pattern = hostPattern(template)
    // Only what follows the token request can use its answer.
    if (isOfTokenRequest(path) && readsToken(template))
      return [{ path, message: 'This request precedes the token, so it can’t contain {{token.…}}.' }]
    // Allowed hosts that the author names apply to each request, whatever its address becomes.
    if (pattern === undefined) {
      return method.allowedHosts && !(isOfApp(path) && allowed.some((host) => host.startsWith('{{')))
        ? []
        : [
            {
              path,
              message: 'Fields or answers decide the host, so name the possible hosts in allowedHosts.',
            },
          ]
    }
    if (!allowed.some((host) => covers(host, pattern)))
      return [{ path, message: `Add ${pattern} to allowedHosts, or correct the address.` }]
    return isOfApp(path) && pattern.startsWith('{{')
      ? [
          {
            path,
            message:
              'Users must not choose this host, because the secret of the OAuth app is sent there. Write it out, or add fields for the client.',
          },
        ]
      : []
  })
}

const isOfTokenRequest = ([member, part]: string[]) =>
  member === 'token' && /^(?:url|discover|authorizeUrl|deviceUrl|baseUrl)$/.test(part ?? '')

function checkProblems({ baseUrl, verify, token }: Method): MethodProblem[] {
  if ('driver' in verify) return driverProblems(verify)
  if ('untestable' in verify) return []
  if ('token' in verify)
    return token
      ? []
      : [{ path: ['verify'], message: 'The method has no token request that could be the proof.' }]
  return verify.baseUrl || baseUrl
    ? []
    : [{ path: ['baseUrl'], message: 'Enter the base URL, for example https://api.example.com.' }]
}

function driverProblems({ driver, map }: Extract<Check, { driver: unknown }>): MethodProblem[] {
  const options: Record<string, 'required' | 'optional'> = driverOptions[driver]
  const unknown = Object.keys(map).filter((name) => !Object.hasOwn(options, name))
  const missing = Object.keys(options).filter((name) => options[name] === 'required' && !(name in map))
  return [
    ...unknown.map((name) => ({
      path: ['verify', 'map', name],
      message: `The driver ${driver} has no such option.`,
    })),
    ...missing.map((name) => ({
      path: ['verify', 'map'],
      message: `The driver ${driver} needs the option ${name}. An empty text is allowed.`,
    })),
  ]
}

/** Defaults are public, and forms begin with them. */
function defaultProblems({ fields }: Method): MethodProblem[] {
  return describeFields(fields).flatMap((field) => {
    if (field.default === undefined) return []
    const path = ['fields', 'properties', field.name, 'default']
    if (field.meta.secret)
      return [{ path, message: 'A secret can’t have a default, because it would be public.' }]
    const { success } = (fields.shape[field.name] as z.ZodType).safeParse(field.default)
    return success ? [] : [{ path, message: 'The field does not accept this default.' }]
  })
}

function toProblem(issue: z.core.$ZodIssue): DefinitionProblem {
  const at = pointer(issue.path.map(String))
  if (issue.code === 'unrecognized_keys')
    return {
      at,
      message: `There is no member ${issue.keys.slice(0, 5).join(', ')}. Remove it, or correct its name.`,
    }
  const [error] = fieldErrors({ issues: [issue] })
  return { at, message: error?.message ?? 'This is not valid.' }
}

const pointer = (path: readonly string[]): string =>
  path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
