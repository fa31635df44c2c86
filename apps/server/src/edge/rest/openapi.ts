import { AuditEntry } from '@stepkey/shared/audit'
import { ComponentDetail, ComponentSummary } from '@stepkey/shared/catalog-api'
import { Credential, CredentialSummary } from '@stepkey/shared/credential'
import { ERROR_CODES, FieldError } from '@stepkey/shared/errors'
import { Flow } from '@stepkey/shared/flow'
import { OAuthApp } from '@stepkey/shared/oauth'
import { isRecord } from '@stepkey/shared/schema'
import { Usage } from '@stepkey/shared/usage'
import { Verification } from '@stepkey/shared/verification'
import { z } from 'zod'
import { findProcedure } from '../rpc/find-procedure.ts'
import { takesIfMatch } from './etag.ts'
import { withExamples } from './examples.ts'
import { headerParameters, headers, parameters, withHeaders } from './openapi-headers.ts'
import { webhooks } from './openapi-webhooks.ts'
import { REUSED, refusals } from './problem.ts'
import { type RestRoute, routes } from './routes.ts'
import { scopeFor } from './scope.ts'

type Json = Record<string, unknown>

/** Schemas that have a name of their own in the document. */
const named = {
  Credential,
  CredentialSummary,
  Flow,
  Verification,
  Usage,
  ComponentSummary,
  ComponentDetail,
  OAuthApp,
  AuditEntry,
}

const toSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: nameIt })
  return rest
}

/** A named schema inside another is a reference to it. */
const names = new Map<unknown, string>(Object.entries(named).map(([name, schema]) => [schema, name]))
let naming: unknown
function nameIt({ zodSchema, jsonSchema }: { zodSchema: unknown; jsonSchema: Json }) {
  const name = names.get(zodSchema)
  if (!name || zodSchema === naming) return
  for (const key of Object.keys(jsonSchema)) delete jsonSchema[key]
  jsonSchema.$ref = `#/components/schemas/${name}`
}

/** OpenAPI 3.1 of everything below `/api/v1`, from the very schemas that parse and shape the calls. */
export function openApi(): Json {
  const schemas: Json = {}
  for (const [name, schema] of Object.entries(named)) {
    naming = schema
    schemas[name] = toSchema(schema, 'output')
  }
  naming = undefined
  schemas.Problem = problemSchema
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const described = withExamples(`${route.method} ${route.path}`, operation(route))
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: described }
  }
  paths['/audit/export'] = { get: exportOperation }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stepkey',
      version: '1',
      summary: 'The credentials manager for integration flows',
      description:
        'Programs get in with an API key of a workspace, whose scopes say what it may do. What is refused is an `application/problem+json` with a `code`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1', description: 'This Stepkey' }],
    security: [{ apiKey: [] }],
    tags: tags(),
    paths,
    webhooks: webhooks(toSchema),
    components: {
      schemas,
      headers,
      parameters,
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, made under Settings, API keys.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'stepkey',
          description: 'What signing in gives a browser; over HTTPS its name is `__Host-stepkey`.',
        },
      },
    },
  }
}

const descriptions: Record<string, string> = {
  components: 'The applications that credentials are for.',
  credentials: 'Verified values, sealed; their secrets never come back.',
  oauthApps: 'What vendors know you by, for credentials that a person connects in a browser.',
  flows: 'Steps, and the credentials that they use.',
  requests: 'Links by which somebody without an account is asked for one credential.',
  connectTokens: 'What the embedded picker works with.',
  audit: 'Who did what, when, from where.',
  accounts: 'People, and how they get in.',
  sessions: 'Where an account is signed in.',
  apiKeys: 'What programs get in with.',
  organizations: 'Workspaces of several people.',
  members: 'The people of an organization, and their roles.',
  invitations: 'Links that let somebody in, once.',
  consents: 'Ways to a vendor and back, which a browser goes.',
  webhooks: 'What is posted to the addresses under Settings, Webhooks, in the format of Standard Webhooks.',
}
const tags = () => Object.entries(descriptions).map(([name, description]) => ({ name, description }))

function operation(route: RestRoute): Json {
  const { input, output, gate } = findProcedure(route.procedure)
  const scope = scopeFor(gate)
  const [tag = '', verb = ''] = route.procedure.split('.')
  const variant = routes.filter(({ procedure: other }) => other === route.procedure).indexOf(route)
  const taken = inputs(route, input)
  const parameters = [...taken.parameters, ...headerParameters(route)]
  return {
    operationId: `${tag}${verb[0]?.toUpperCase()}${verb.slice(1)}${variant > 0 ? variant + 1 : ''}`,
    summary: route.summary,
    tags: [tag],
    ...(scope
      ? { description: `Needs the scope \`${scope}\`.` }
      : gate !== 'public' && { description: FOR_USERS }),
    ...(!scope && { security: gate === 'public' ? [] : [{ session: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(taken.requestBody && { requestBody: taken.requestBody }),
    responses: withHeaders(answers(route, output), route),
  }
}

const FOR_USERS = 'For signed-in users. API keys cannot do it.'

function inputs(route: RestRoute, input: z.ZodType | undefined) {
  const { method, path, without = [] } = route
  const schema = input ? toSchema(input, 'input') : {}
  const properties = isRecord(schema.properties) ? schema.properties : {}
  const required = new Set(Array.isArray(schema.required) ? schema.required : [])
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const rest = Object.entries(properties).filter(
    ([name]) => !inPath.includes(name) && !without.includes(name),
  )
  const parameters: Json[] = inPath.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: properties[name] ?? { type: 'string' },
  }))
  if (method === 'GET' || method === 'DELETE') {
    const asQuery = rest.map(([name, schema]) => ({
      name,
      in: 'query',
      required: required.has(name),
      schema,
      ...(isRecord(schema) && schema.type === 'array' && { style: 'form', explode: false }),
    }))
    return { parameters: [...parameters, ...asQuery], requestBody: undefined }
  }
  if (rest.length === 0) return { parameters, requestBody: undefined }
  // What If-Match says need not be said twice.
  const names = rest
    .map(([name]) => name)
    .filter((name) => required.has(name) && !(name === 'version' && takesIfMatch(route)))
  const body = {
    type: 'object',
    properties: Object.fromEntries(rest),
    ...(names.length > 0 && { required: names }),
  }
  return {
    parameters,
    requestBody: { required: names.length > 0, content: { 'application/json': { schema: body } } },
  }
}

/** Each outcome is an answer or a problem; a problem carries the members of its outcome. */
function answers(route: RestRoute, output: z.ZodType): Json {
  const options = output instanceof z.ZodDiscriminatedUnion ? (output.options as z.ZodType[]) : [output]
  const schemas = options.map((option) => ({
    schema: toSchema(option, 'output'),
    outcome: outcomeOf(option),
  }))
  const good = schemas
    .filter(({ outcome }) => !refusals[outcome] && outcome !== 'deleted')
    .map(({ schema }) => schema)
  const responses: Json = {}
  if (good.length > 0) {
    const schema = good.length === 1 ? good[0] : { oneOf: good }
    responses[String(route.status ?? 200)] = {
      description: route.status === 201 ? 'Created.' : 'Done.',
      content: { 'application/json': { schema } },
    }
  }
  const deleted = schemas.find(({ outcome }) => outcome === 'deleted')?.schema
  if (deleted) responses['204'] = { description: 'Deleted.' }
  if (isRecord(deleted?.properties) && Object.keys(deleted.properties).length > 1) {
    responses['200'] = {
      description: 'Deleted, and there is more to say.',
      content: { 'application/json': { schema: deleted } },
    }
  }
  for (const { outcome, schema } of schemas) {
    const refusal = refusals[outcome]
    if (!refusal) continue
    const members = isRecord(schema.properties) ? schema.properties : {}
    const { outcome: _, ...rest } =
      outcome === 'stale' && route.answersWith === 'flow'
        ? { flow: { $ref: '#/components/schemas/Flow' } }
        : (members as Json)
    const one = problemWith(outcome, rest)
    responses[refusal.status] = also(responses[refusal.status], refusal.detail, one)
    if (outcome === 'stale') responses['412'] = problem(`${refusal.detail} This is for If-Match.`, one)
  }
  for (const { status, code, detail } of alsoRefused(route)) {
    responses[status] = also(responses[status], detail, problemWith(code))
  }
  for (const [status, description] of Object.entries(usual)) responses[status] ??= problem(description)
  if (route.method === 'GET' && route.etag)
    responses['304'] = { description: 'It is as it was; see If-None-Match.' }
  return responses
}

/** Refusals that are no outcomes. */
function alsoRefused(route: RestRoute) {
  const state = { status: 409, code: 'conflict', detail: 'It does not fit the state that things are in.' }
  return [...(changes(route) ? [state] : []), ...(route.idempotent ? [REUSED] : [])]
}
const changes = ({ method }: RestRoute) => method !== 'GET'

const problemWith = (code: string, properties: Json = {}): Json => ({
  allOf: [
    { $ref: '#/components/schemas/Problem' },
    { type: 'object', properties: { code: { const: code }, ...properties } },
  ],
})

const outcomeOf = (option: z.ZodType): string => {
  const outcome = option instanceof z.ZodObject ? option.shape.outcome : undefined
  return outcome instanceof z.ZodLiteral ? String(outcome.value) : ''
}

/** Two refusals may share a status. */
function also(before: unknown, description: string, schema: Json): Json {
  const content =
    isRecord(before) && isRecord(before.content) ? before.content['application/problem+json'] : undefined
  if (!isRecord(before) || !isRecord(content)) return problem(description, schema)
  const others = isRecord(content.schema) && Array.isArray(content.schema.anyOf) ? content.schema.anyOf : []
  const anyOf = [...(others.length > 0 ? others : [content.schema]), schema]
  return problem(`${before.description} Or: ${description}`, { anyOf })
}

const usual: Record<string, string> = {
  400: 'The input is wrong; see fields.',
  401: 'No API key, or one that is unknown, revoked or expired.',
  403: 'No scope of the key covers this.',
  404: 'There is no such thing in this workspace, or no such workspace.',
  413: 'The body is larger than 1 MiB.',
  415: 'The body is not JSON.',
  429: 'Too many requests; see retry-after.',
  503: 'The database does not answer right now. Nothing was changed.',
}

const problem = (description: string, schema: Json = { $ref: '#/components/schemas/Problem' }): Json => ({
  description,
  content: { 'application/problem+json': { schema } },
})

const problemSchema: Json = {
  type: 'object',
  description: 'RFC 9457. The members of a refused outcome stand beside these.',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: [...ERROR_CODES, ...Object.keys(refusals), REUSED.code] },
    detail: { type: 'string', description: 'A sentence for people.' },
    requestId: { type: 'string', description: 'What the log knows this request by.' },
    fields: { type: 'array', items: toSchema(FieldError, 'output') },
  },
}

const exportOperation: Json = {
  operationId: 'auditExport',
  summary: 'Download the audit trail',
  tags: ['audit'],
  description: 'Needs the scope `audit`. Takes the filters of the list.',
  parameters: [
    { name: 'format', in: 'query', required: true, schema: { type: 'string', enum: ['csv', 'jsonl'] } },
  ],
  responses: withHeaders({
    200: {
      description: 'The whole trail, the newest first.',
      content: {
        'text/csv': { schema: { type: 'string' } },
        'application/jsonl': { schema: { type: 'string' } },
      },
    },
    ...Object.fromEntries(Object.entries(usual).map(([status, text]) => [status, problem(text)])),
  }),
}
