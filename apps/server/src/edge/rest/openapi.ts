import { AuditEntry, ExportAudit } from '@stepkey/shared/audit'
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
import { refusalOf, refusals } from './problem.ts'
import { pathParameters, type RestRoute, readsQuery } from './rest-route.ts'
import { routes } from './routes.ts'
import { scopeFor } from './scope.ts'

type Json = Record<string, unknown>

/** The schemas that the document references by name. */
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
  const override = io === 'input' ? refuseUnknown : nameIt
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override })
  return rest
}

/** Inputs are parsed strictly, whatever their schemas say of unknown members; see `parseStrictly`. */
function refuseUnknown({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: Json }) {
  if (zodSchema instanceof z.ZodObject) jsonSchema.additionalProperties ??= false
}

/**
 * Replaces a named schema inside another one with a reference. `.describe()` clones a schema: its parent has the
 * name.
 */
const names = new Map<unknown, string>(Object.entries(named).map(([name, schema]) => [schema, name]))
let naming: unknown
function nameIt({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: Json }) {
  const name = names.get(zodSchema) ?? names.get(zodSchema._zod.parent)
  if (!name || zodSchema === naming) return
  const { description } = jsonSchema
  for (const key of Object.keys(jsonSchema)) delete jsonSchema[key]
  jsonSchema.$ref = `#/components/schemas/${name}`
  if (description !== undefined && !names.has(zodSchema)) jsonSchema.description = description
}

/** Returns the OpenAPI 3.1 document of `/api/v1`, from the schemas that parse inputs and outputs. */
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
        'Programs authenticate with an API key of a workspace; its scopes determine the permissions. Errors are `application/problem+json` with a `code`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1', description: 'This installation' }],
    security: [{ apiKey: [] }],
    tags: tags(),
    paths,
    webhooks: webhooks(toSchema),
    components: {
      schemas,
      headers,
      parameters,
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key, created under Settings, API keys.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'stepkey',
          description: 'The session cookie, set by sign-in. Over HTTPS its name is `__Host-stepkey`.',
        },
      },
    },
  }
}

const descriptions: Record<string, string> = {
  components: 'The connectors to providers.',
  credentials: 'Verified and sealed values. The API never returns their secrets, except to flow engines.',
  oauthApps: 'OAuth clients registered with providers, for credentials that a user connects in a browser.',
  flows: 'Flows with their steps and the credentials that these use.',
  requests: 'Links by which a person without an account provides one credential.',
  connectTokens: 'Tokens for the embedded picker.',
  audit: 'The audit log: who did what, when, and from which address.',
  accounts: 'User accounts and sign-in.',
  sessions: 'The sessions of an account.',
  apiKeys: 'API keys of a workspace.',
  organizations: 'Workspaces with several members.',
  members: 'The members of an organization and their roles.',
  invitations: 'Single-use links to join an organization.',
  consents: 'OAuth consents, which a user gives in a browser.',
  webhooks: 'Receivers of events, in the format of Standard Webhooks.',
  workspaces: 'Settings of a workspace.',
  embeds: 'Origins whose pages may embed the picker.',
}
const tags = () => Object.entries(descriptions).map(([name, description]) => ({ name, description }))

function operation(route: RestRoute): Json {
  const { input, output, gate } = findProcedure(route.procedure)
  const scope = scopeFor(gate)
  const [tag = '', verb = ''] = route.procedure.split('.')
  const variant = routes.filter(({ procedure: other }) => other === route.procedure).indexOf(route)
  const described = describeInput(route, input)
  const parameters = [...described.parameters, ...headerParameters(route)]
  return {
    operationId: `${tag}${verb[0]?.toUpperCase()}${verb.slice(1)}${variant > 0 ? variant + 1 : ''}`,
    summary: route.summary,
    tags: [tag],
    ...(scope
      ? { description: `Needs the scope \`${scope}\`.` }
      : gate !== 'public' && { description: FOR_USERS }),
    ...(!scope && { security: gate === 'public' ? [] : [{ session: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(described.requestBody && { requestBody: described.requestBody }),
    responses: withHeaders(describeAnswers(route, output), route),
  }
}

const FOR_USERS = 'For signed-in users. API keys can’t call it.'

function describeInput(
  route: Pick<RestRoute, 'method' | 'path' | 'without' | 'etag'>,
  input: z.ZodType | undefined,
) {
  const { method, without = [] } = route
  const schema = input ? toSchema(input, 'input') : {}
  const properties = isRecord(schema.properties) ? schema.properties : {}
  const required = new Set(Array.isArray(schema.required) ? schema.required : [])
  const inPath = pathParameters(route)
  const rest = Object.entries(properties).filter(
    ([name]) => !inPath.includes(name) && !without.includes(name),
  )
  const parameters: Json[] = inPath.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: properties[name] ?? { type: 'string' },
  }))
  if (readsQuery(method)) {
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
  // `version` is optional where If-Match can replace it.
  const names = rest
    .map(([name]) => name)
    .filter((name) => required.has(name) && !(name === 'version' && takesIfMatch(route)))
  const body = {
    type: 'object',
    properties: Object.fromEntries(rest),
    ...(names.length > 0 && { required: names }),
    additionalProperties: false,
  }
  return {
    parameters,
    requestBody: { required: names.length > 0, content: { 'application/json': { schema: body } } },
  }
}

/** Describes each outcome as an answer, or as a problem with the members of the outcome. */
function describeAnswers(route: RestRoute, output: z.ZodType): Json {
  const options = output instanceof z.ZodDiscriminatedUnion ? (output.options as z.ZodType[]) : [output]
  const schemas = options
    .map((option) => ({
      schema: toSchema(option, 'output'),
      outcome: outcomeOf(option),
      refusal: refusalOf({ output }, outcomeOf(option)),
    }))
    .filter(({ outcome }) => route.outcomes?.includes(outcome) ?? true)
  const successes = schemas
    .filter(({ refusal, outcome }) => !refusal && outcome !== 'deleted')
    .map(({ schema }) => schema)
  const responses: Json = {}
  if (successes.length > 0) {
    const schema = successes.length === 1 ? successes[0] : { oneOf: successes }
    responses[String(route.status ?? 200)] = {
      description: route.status === 201 ? 'Created.' : 'Done.',
      content: { 'application/json': { schema } },
    }
  }
  const deleted = schemas.find(({ outcome }) => outcome === 'deleted')?.schema
  if (deleted) responses['204'] = { description: 'Deleted.' }
  if (isRecord(deleted?.properties) && Object.keys(deleted.properties).length > 1) {
    responses['200'] = {
      description: 'Deleted. The answer contains further results.',
      content: { 'application/json': { schema: deleted } },
    }
  }
  for (const { outcome, schema, refusal } of schemas) {
    if (!refusal) continue
    const members = isRecord(schema.properties) ? schema.properties : {}
    const { outcome: _, ...rest } =
      outcome === 'stale' && route.answersWith === 'flow'
        ? { flow: { $ref: '#/components/schemas/Flow' } }
        : (members as Json)
    const refusalSchema = problemWith(outcome, rest)
    responses[refusal.status] = addAlternative(responses[refusal.status], refusal.detail, refusalSchema)
    if (outcome === 'stale' && takesIfMatch(route))
      responses['412'] = problem(
        `${refusal.detail} Sent instead of 409 if the request has If-Match.`,
        refusalSchema,
      )
  }
  for (const { status, code, detail } of otherRefusals(route)) {
    responses[status] = addAlternative(responses[status], detail, problemWith(code))
  }
  for (const [status, description] of Object.entries(commonErrors(route.method)))
    responses[status] ??= problem(description)
  if (route.method === 'GET' && route.etag)
    responses['304'] = { description: 'Not changed; see If-None-Match.' }
  return responses
}

/** Returns the refusals that are not outcomes of the procedure. */
function otherRefusals(route: RestRoute) {
  const conflict = {
    status: 409,
    code: 'conflict',
    detail: 'The request conflicts with the current state. See `detail`.',
  }
  const reused = {
    status: 422,
    code: 'idempotency_key_reused',
    detail: 'The Idempotency-Key was already used for another request. Nothing was created.',
  }
  return [...(isChange(route) ? [conflict] : []), ...(route.idempotent ? [reused] : [])]
}
const isChange = ({ method }: RestRoute) => method !== 'GET'

const problemWith = (code: string, properties: Json = {}): Json => ({
  allOf: [
    { $ref: '#/components/schemas/Problem' },
    {
      type: 'object',
      properties: { code: { const: code, description: 'The code of this problem.' }, ...properties },
    },
  ],
})

const outcomeOf = (option: z.ZodType): string => {
  const outcome = option instanceof z.ZodObject ? option.shape.outcome : undefined
  return outcome instanceof z.ZodLiteral ? String(outcome.value) : ''
}

/** Adds a refusal to a response. Several refusals can have the same status. */
function addAlternative(before: unknown, description: string, schema: Json): Json {
  const content =
    isRecord(before) && isRecord(before.content) ? before.content['application/problem+json'] : undefined
  if (!isRecord(before) || !isRecord(content)) return problem(description, schema)
  const others = isRecord(content.schema) && Array.isArray(content.schema.anyOf) ? content.schema.anyOf : []
  const anyOf = [...(others.length > 0 ? others : [content.schema]), schema]
  return problem(`${before.description} Or: ${description}`, { anyOf })
}

const commonErrors = (method: RestRoute['method']): Record<string, string> => ({
  400: 'The input is invalid; see `fields`.',
  401: 'The API key is missing, unknown, revoked or expired.',
  403: 'The API key has no scope for this operation.',
  404: 'The object does not exist in this workspace, or the workspace does not exist.',
  413: 'The body is larger than 1 MiB.',
  415: 'The body is not JSON.',
  429: 'Too many requests; see Retry-After.',
  503:
    method === 'GET'
      ? 'The database does not respond. Try again in a moment.'
      : 'The database does not respond. Check whether the change was made before you try again.',
})

const problem = (description: string, schema: Json = { $ref: '#/components/schemas/Problem' }): Json => ({
  description,
  content: { 'application/problem+json': { schema } },
})

const problemSchema: Json = {
  type: 'object',
  description: 'An error as defined by RFC 9457. Refused outcomes add their own members.',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string', description: 'The page that describes the kind of error.' },
    title: { type: 'string', description: 'The name of the HTTP status.' },
    status: { type: 'integer', description: 'The HTTP status.' },
    code: {
      type: 'string',
      description: 'What went wrong, for programs: an error code or the name of a refused outcome.',
      enum: [...ERROR_CODES, ...Object.keys(refusals)],
    },
    detail: { type: 'string', description: 'An error message for people.' },
    requestId: { type: 'string', description: 'The id of this request in Stepkey’s log.' },
    fields: {
      type: 'array',
      description: 'The input fields that are wrong, for `invalid_input`.',
      items: toSchema(FieldError, 'output'),
    },
  },
}

const exportOperation: Json = {
  operationId: 'auditExport',
  summary: 'Export the audit log',
  tags: ['audit'],
  description: 'Needs the scope `audit`. Accepts the filters of the list.',
  parameters: describeInput({ method: 'GET', path: '/audit/export' }, ExportAudit).parameters,
  responses: withHeaders({
    200: {
      description: 'The matching audit entries, newest first.',
      content: {
        'text/csv': { schema: { type: 'string' } },
        'application/jsonl': { schema: { type: 'string' } },
      },
    },
    ...Object.fromEntries(
      Object.entries(commonErrors('GET')).map(([status, text]) => [status, problem(text)]),
    ),
  }),
}
