import { permissionsOfRole } from '@stepkey/shared/access'
import { ExportAudit } from '@stepkey/shared/audit'
import { CalendarRange } from '@stepkey/shared/credential'
import { isRecord } from '@stepkey/shared/schema'
import { z } from 'zod'
import { findProcedure } from '../rpc/find-procedure.ts'
import type { Gate } from '../rpc/procedure.ts'
import { takesIfMatch } from './etag.ts'
import { withExamples } from './openapi-examples.ts'
import { headerParameters, headers, parameters, withHeaders } from './openapi-headers.ts'
import { createProblems, type Problems } from './openapi-problems.ts'
import {
  createNamedSchemas,
  type Json,
  type NamedSchemas,
  nameInOperation,
  parameterOf,
} from './openapi-schemas.ts'
import { webhooks } from './openapi-webhooks.ts'
import { refusalOf } from './problem.ts'
import { pathParameters, type RestRoute, readsQuery } from './rest-route.ts'
import { routes } from './routes.ts'
import { scopesFor } from './scope.ts'

/** What the descriptions of all operations share: the named schemas, and the problems. */
interface Reference {
  schemas: NamedSchemas
  problems: Problems
}

/** Returns the OpenAPI 3.1 document of `/api/v1`, from the schemas that parse inputs and outputs. */
export function openApi(): Json {
  const schemas = createNamedSchemas()
  const reference = { schemas, problems: createProblems(schemas) }
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const described = withExamples(route, operation(route, reference))
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: described }
  }
  for (const file of FILES) paths[file.path] = { get: withExamples(file, fileOperation(file, reference)) }
  const events = webhooks(schemas)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stepkey',
      version: '1',
      summary: 'The credentials manager for integration flows',
      description:
        'Programs authenticate with an API key of a workspace; its scopes determine the permissions. Errors are `application/problem+json` with a `code`. The samples read `STEPKEY_URL`, the address of this installation; `STEPKEY_API_KEY`; and for operations that need a signed-in user, `STEPKEY_COOKIE`, the session cookie with its name.',
      contact: { name: 'The operator of this installation' },
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1', description: 'This installation' }],
    security: [{ apiKey: [] }],
    tags: tags(),
    paths,
    webhooks: events,
    components: {
      schemas: schemas.all(),
      headers,
      parameters,
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key, created under Settings, API keys.',
        },
        basic: {
          type: 'http',
          scheme: 'basic',
          description: 'An API key as the password, with any user name.',
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
  deletedCredentials: 'Deleted credentials, which can be restored for some days.',
  revocations: 'Keys and access that their providers have not confirmed to be revoked.',
  owners: 'The customers that credentials belong to.',
  oauthApps: 'OAuth clients registered with providers, for credentials that a user connects in a browser.',
  flows: 'Flows with their steps and the credentials that these use.',
  requests: 'Links by which a person without an account provides one credential.',
  connectSessions: 'Tasks for people outside: the embedded picker, and links for e-mail and chat.',
  connectTokens: 'Tokens for the embedded picker, for one component.',
  audit: 'The audit log: who did what, when, and from which address.',
  accounts: 'User accounts and sign-in.',
  sessions: 'The sessions of an account.',
  apiKeys: 'API keys of a workspace.',
  organizations: 'Workspaces with several members.',
  members: 'The members of an organization and their roles.',
  invitations: 'Single-use links to join an organization.',
  consents: 'OAuth consents, which a user gives in a browser.',
  notices: 'What the signed-in user is told of.',
  chatChannels:
    'Channels of Slack, Microsoft Teams or Mattermost that are told when credentials need attention.',
  webhooks: 'Receivers of events, in the format of Standard Webhooks.',
  workspaces: 'Settings of a workspace.',
  embeds: 'Origins whose pages may embed the picker.',
}
const tags = () => Object.entries(descriptions).map(([name, description]) => ({ name, description }))

function operation(route: RestRoute, reference: Reference): Json {
  const { input, ...procedure } = findProcedure(route.procedure)
  const { gate, type } = procedure
  const scopes = scopesFor(procedure)
  const isForApiKeys = scopes.length > 0
  const [tag = ''] = route.procedure.split('.')
  const described = describeInput(route, input, reference)
  const parameters = [...described.parameters, ...headerParameters(route)]
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [tag],
    description: [
      route.description,
      isForApiKeys
        ? `Needs the scope ${scopes.map((scope) => `\`${scope}\``).join(' or ')}.`
        : gate === 'public'
          ? 'Needs no authentication.'
          : FOR_USERS,
      isForApiKeys && `In the typed client: \`${route.procedure}.${type === 'query' ? 'query' : 'mutate'}\`.`,
    ]
      .filter(Boolean)
      .join(' '),
    security: [
      ...(isForApiKeys ? [{ apiKey: [] }] : []),
      ...(gate === 'public' || isForKeys(gate) ? [] : [{ session: [] }]),
    ],
    ...(parameters.length > 0 && { parameters }),
    ...(described.requestBody && { requestBody: described.requestBody }),
    responses: withHeaders(describeAnswers(route, reference), route),
  }
}

/** Whether no role has the permission, only scopes of API keys. */
const isForKeys = (gate: Gate) =>
  !Object.values(permissionsOfRole).some((permissions) =>
    permissions.some((permission) => permission === gate),
  ) && gate !== 'account'

const FOR_USERS = 'For signed-in users. API keys can’t call it.'

function describeInput(
  route: Pick<RestRoute, 'id' | 'method' | 'path' | 'without' | 'etag'>,
  input: z.ZodType | undefined,
  { schemas }: Reference,
) {
  const { method, without = [] } = route
  const schema = input ? schemas.ofInput(input) : {}
  const properties = isRecord(schema.properties) ? schema.properties : {}
  const required = new Set(Array.isArray(schema.required) ? schema.required : [])
  const inPath = pathParameters(route)
  const rest = Object.entries(properties).filter(
    ([name]) => !inPath.includes(name) && !without.includes(name),
  )
  const parameters: Json[] = inPath.map((name) =>
    parameterOf({ name, in: 'path', required: true }, properties[name]),
  )
  if (readsQuery(method)) {
    const asQuery = rest.map(([name, schema]) => ({
      ...parameterOf({ name, in: 'query', required: required.has(name) }, schema),
      ...(isRecord(schema) && schema.type === 'array' && { style: 'form', explode: false }),
    }))
    return { parameters: [...parameters, ...asQuery], requestBody: undefined }
  }
  if (rest.length === 0) return { parameters, requestBody: undefined }
  // `version` is optional where If-Match can replace it.
  const names = rest
    .map(([name]) => name)
    .filter((name) => required.has(name) && !(name === 'version' && takesIfMatch(route)))
  const body = schemas.define(nameInOperation(route, 'Body'), {
    type: 'object',
    ...(typeof schema.description === 'string' && { description: schema.description }),
    properties: Object.fromEntries(rest),
    ...(names.length > 0 && { required: names }),
    additionalProperties: false,
  })
  return {
    parameters,
    requestBody: { required: names.length > 0, content: { 'application/json': { schema: body } } },
  }
}

/** Describes each outcome as an answer, or as a problem with the members of the outcome. */
function describeAnswers(route: RestRoute, { schemas, problems }: Reference): Json {
  const { gate, output, needsConfirmation } = findProcedure(route.procedure)
  const all = output instanceof z.ZodDiscriminatedUnion ? (output.options as z.ZodType[]) : [output]
  const options = all
    .map((option) => ({
      option,
      outcome: outcomeOf(option),
      refusal: refusalOf({ output }, outcomeOf(option)),
    }))
    .filter(({ outcome }) => route.outcomes?.includes(outcome) ?? true)

  const responses: Json = {}
  const successes = options.filter(({ refusal, outcome }) => !refusal && outcome !== 'deleted')
  if (successes.length > 0) {
    const schema =
      successes.length === all.length
        ? schemas.ofOutput(output)
        : oneOf(successes.map(({ option }) => schemas.ofOutput(option)))
    responses[String(route.status ?? 200)] = {
      description: route.status === 201 ? 'Created.' : 'Done.',
      content: {
        'application/json': { schema: asReference(schema, route, schemas) },
      },
    }
  }
  const deleted = options.find(({ outcome }) => outcome === 'deleted')
  if (deleted) responses['204'] = { description: 'Deleted.' }
  if (deleted?.option instanceof z.ZodObject && Object.keys(deleted.option.shape).length > 1) {
    const results = schemas.ofOutput(deleted.option)
    responses['200'] = {
      description: 'Deleted. The answer contains further results.',
      content: { 'application/json': { schema: asReference(results, route, schemas) } },
    }
  }

  const refused = problems.collect(route)
  for (const { option, outcome, refusal } of options) {
    if (!refusal) continue
    const { outcome: _, ...members } =
      outcome === 'stale' && route.answersWith === 'flow'
        ? { flow: { $ref: '#/components/schemas/Flow' } }
        : propertiesOf(schemas.ofOutput(option), schemas)
    const required = Object.keys(members).filter((name) => !isOptional(option, name))
    refused.add(refusal.status, { code: outcome, description: refusal.detail, members, required })
    if (outcome === 'stale' && takesIfMatch(route))
      refused.add(412, {
        code: outcome,
        description: `${refusal.detail} Sent instead of 409 if the request has If-Match.`,
        members,
        required,
      })
  }
  refused.addCommon({ needsConfirmation: needsConfirmation !== false, gate })
  Object.assign(responses, refused.responses())
  if (route.method === 'GET' && route.etag)
    responses['304'] = { description: 'Not changed; see If-None-Match.' }
  return responses
}

const oneOf = ([only = {}, ...others]: Json[]): Json =>
  others.length === 0 ? only : { oneOf: [only, ...others] }

/** Gives a schema without a name the name of the operation's response. */
const asReference = (schema: Json, route: Pick<RestRoute, 'id'>, schemas: NamedSchemas): Json =>
  '$ref' in schema ? schema : schemas.define(nameInOperation(route, 'Response'), schema)

function propertiesOf(schema: Json, schemas: NamedSchemas): Json {
  const name =
    String(schema.$ref ?? '')
      .split('/')
      .at(-1) ?? ''
  const target = '$ref' in schema ? schemas.all()[name] : schema
  return isRecord(target) && isRecord(target.properties) ? target.properties : {}
}

const isOptional = (option: z.ZodType, name: string) =>
  option instanceof z.ZodObject && option.shape[name] instanceof z.ZodOptional

const outcomeOf = (option: z.ZodType): string => {
  const outcome = option instanceof z.ZodObject ? option.shape.outcome : undefined
  return outcome instanceof z.ZodLiteral ? String(outcome.value) : ''
}

/** The operations that answer with a file. They are not in the table of routes. */
const FILES = [
  {
    id: 'exportAuditLog',
    method: 'GET',
    path: '/audit/export',
    gate: 'audit',
    tag: 'audit',
    summary: 'Export the audit log',
    description: 'Needs the scope `audit`. Accepts the filters of the list.',
    query: ExportAudit,
    answer: 'The matching audit entries, newest first.',
    types: ['text/csv', 'application/jsonl'],
  },
  {
    id: 'getExpiryCalendar',
    method: 'GET',
    path: '/credentials/expiry.ics',
    gate: 'read',
    tag: 'credentials',
    summary: 'Get a calendar of the credentials whose access ends',
    description:
      'Needs the scope `read`. Only access that Stepkey can’t renew. Calendar programs can subscribe to this address: they send the API key as the password of HTTP Basic authentication, with any user name.',
    query: CalendarRange,
    answer:
      'A calendar (RFC 5545) with the next events, at most 1000, each with reminders 30, 7 and 1 days before.',
    types: ['text/calendar'],
    security: [{ apiKey: [] }, { basic: [] }],
  },
] as const

function fileOperation(file: (typeof FILES)[number], reference: Reference): Json {
  const refused = reference.problems.collect(file)
  refused.addCommon({ needsConfirmation: false, gate: file.gate })
  return {
    operationId: file.id,
    summary: file.summary,
    tags: [file.tag],
    description: file.description,
    ...('security' in file && { security: file.security }),
    parameters: describeInput(file, file.query, reference).parameters,
    responses: withHeaders({
      200: {
        description: file.answer,
        content: Object.fromEntries(file.types.map((type) => [type, { schema: { type: 'string' } }])),
      },
      ...refused.responses(),
    }),
  }
}
