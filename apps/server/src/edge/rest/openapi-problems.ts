import { type ErrorCode, ErrorMembers, FieldError } from '@stepkey/shared/errors'
import { z } from 'zod'
import { HTTP_STATUS } from '../http/http-error.ts'
import type { Gate } from '../rpc/procedure.ts'
import { type Json, type NamedSchemas, nameInOperation } from './openapi-schemas.ts'
import { refusals } from './problem.ts'
import type { RestRoute } from './rest-route.ts'

type Route = Pick<RestRoute, 'id' | 'method' | 'idempotent' | 'errors' | 'fieldCodes'>

/** One problem that an operation can answer with. */
interface Described {
  /** An error code or the name of a refused outcome. */
  code: string
  description: string
  /** The additional members, as JSON Schemas. */
  members?: Json
  /** The additional members that are always present. */
  required?: readonly string[]
}

/** The problems of the API reference. Each has a schema with a constant `code`, so that programs can tell them apart. */
export interface Problems {
  /** Returns a collector for the problems of one operation. */
  collect(route: Route): {
    add(status: number, problem: Described): void
    /** Adds those that most operations have in common. */
    addCommon(options: { needsConfirmation: boolean; gate: Gate }): void
    /** The responses by status. */
    responses(): Json
  }
}

export function createProblems(schemas: NamedSchemas): Problems {
  return {
    collect(route) {
      const byStatus = new Map<number, { description: string; ref: Json; code: string }[]>()
      const add = (status: number, { code, description, members = {}, required = [] }: Described) => {
        const schema = schemaOf(code, members, required)
        const name = `${pascal(code)}Problem`
        const ref = schemas.differs(name, schema)
          ? schemas.define(nameInOperation(route, name), schema)
          : schemas.define(name, schema)
        byStatus.set(status, [...(byStatus.get(status) ?? []), { description, ref, code }])
      }
      return {
        add,
        addCommon({ needsConfirmation, gate }) {
          const isChange = route.method !== 'GET'
          const isPublic = gate === 'public'
          const codes = [
            ...(route.errors ?? []),
            ...(isChange ? (['conflict'] as const) : []),
            ...(route.idempotent ? IDEMPOTENCY : []),
          ]
          const addAll = (codes: readonly ErrorCode[]) => {
            for (const code of codes)
              add(HTTP_STATUS[code], { code, description: COMMON[code] ?? '', ...MEMBERS[code] })
          }
          addAll(codes)
          add(400, {
            code: 'invalid_input',
            description: `${COMMON.invalid_input}${nameFieldCodes(route)}`,
            members: fields(schemas),
          })
          if (isChange) addAll(OF_BODIES)
          addAll(['unauthorized', 'unknown_host'])
          if (isChange) addAll(['cross_site'])
          if (!isPublic) addAll(['forbidden', 'not_found'])
          if (needsConfirmation) addAll(['password_needed'])
          if (!isPublic && gate !== 'account') addAll(['unknown_workspace'])
          addAll(['too_many_requests', 'internal', 'unavailable'])
        },
        responses: () =>
          Object.fromEntries(
            [...byStatus].map(([status, all]) => [
              status,
              toResponse(all.map(({ description }) => description).join(' Or: '), oneOf(all)),
            ]),
          ),
      }
    },
  }
}

/** Names the codes that wrong fields of an operation can have, besides those of all operations. */
const nameFieldCodes = ({ fieldCodes = [] }: Route) =>
  fieldCodes.length === 0
    ? ''
    : ` The \`code\` of a field can also be ${fieldCodes.map((code) => `\`${code}\``).join(', ')}.`

const OF_BODIES = ['invalid_json', 'request_timeout', 'body_too_large', 'unsupported_media_type'] as const
const IDEMPOTENCY = ['in_progress', 'created_object_deleted', 'idempotency_key_reused'] as const

const toResponse = (description: string, schema: Json): Json => ({
  description,
  content: { 'application/problem+json': { schema } },
})

const COMMON: Record<string, string> = {
  invalid_input: 'The input is invalid; see `fields`.',
  invalid_json: 'The body is not JSON.',
  request_timeout: 'The request was not received completely in time.',
  body_too_large: 'The body is larger than 1 MiB.',
  unsupported_media_type: 'The body is not sent as application/json.',
  unknown_host: 'The Host header does not name this installation.',
  cross_site: 'A page of another site sent the request, or could have sent it.',
  sign_up_disabled: 'Sign-up is disabled on this server.',
  invitation_required: 'Sign-up is by invitation only, and the invitation is missing or invalid.',
  shared_oauth_app: 'The OAuth app is shared by all workspaces. Only the operator can change it.',
  unauthorized: 'The API key or the session is missing, unknown, revoked or expired.',
  forbidden: 'The caller is not allowed to do this.',
  password_needed: 'A recent confirmation of the password is required.',
  not_found: 'The object does not exist in this workspace.',
  unknown_workspace: 'The workspace does not exist, or the caller is not a member.',
  conflict: 'Another request changed the object at the same time. Try again.',
  version_outdated:
    'The object was changed since the version that the change is based on. Sent instead of `stale` to callers that may not read it.',
  in_progress: 'An earlier request with this Idempotency-Key is still running; see Retry-After.',
  created_object_deleted: 'The object that was created with this Idempotency-Key was deleted.',
  flow_inactive: 'The flow is inactive. Credentials are issued only to active flows.',
  paused:
    'Issuing pauses, because the target refused the credential of the step. It is tried again after `retryAfter`.',
  credential_failing: 'The credential of the step is failing, and only a repair helps.',
  credential_frozen: 'The credential of the step is frozen.',
  reconnect_needed: 'A user must connect the credential of the step again.',
  token_unavailable: 'The provider issued no access token. The next attempt can succeed.',
  not_connected:
    'The owner has no credential that fits the step. See `connectLink`; without it, `detail` says why there is none.',
  ambiguous: 'The owner has several credentials that fit the step. See `credentials`.',
  no_grant: 'The credential has no grant.',
  consent_used: 'The consent was already used for a credential.',
  oauth_app_deleted: 'The OAuth app of the credential was deleted. A user must connect the credential again.',
  webhook_disabled: 'The webhook is disabled. Enable it first.',
  limit_reached: 'The workspace or the account has as many objects of this kind as it may have.',
  personal_workspace: 'A personal workspace can’t be renamed, shared, transferred, left or deleted.',
  owner_required: 'Only the owner can do this.',
  already_owner: 'The member already owns the organization.',
  owner_protected: 'The owner must transfer the organization first.',
  own_role: 'Members can’t change their own role.',
  idempotency_key_reused: 'The Idempotency-Key was already used for another request. Nothing was created.',
  too_many_requests: 'Too many requests; see Retry-After.',
  internal: 'Stepkey had an internal error.',
  unavailable:
    'The database does not respond, or the server is busy; see Retry-After. Check whether a change was made before you try again.',
}

/** Returns the schemas of members that errors share with the refusals of `flows.issue`. */
const errorMembers = (...names: (keyof typeof ErrorMembers.shape)[]): Json =>
  Object.fromEntries(
    names.map((name) => {
      const { $schema: _, ...json } = z.toJSONSchema(ErrorMembers.shape[name])
      return [name, json]
    }),
  )

const connectLink = errorMembers('connectLink', 'linkExpiresAt')
const retryAfter: Json = {
  retryAfter: { type: 'integer', description: 'When the same request can succeed, in seconds from now.' },
}

/** The additional members of problems, by code. */
const MEMBERS: Partial<Record<ErrorCode, Pick<Described, 'members' | 'required'>>> = {
  ambiguous: { members: errorMembers('credentials'), required: ['credentials'] },
  not_connected: { members: connectLink },
  reconnect_needed: { members: connectLink },
  credential_failing: { members: connectLink },
  paused: { members: { ...retryAfter, ...connectLink }, required: ['retryAfter'] },
  too_many_requests: { members: retryAfter },
  unavailable: { members: retryAfter },
}

/** One schema, or several that are told apart by `code`. */
function oneOf(all: readonly { ref: Json; code: string }[]): Json {
  const [only, ...others] = all
  if (only && others.length === 0) return only.ref
  return {
    oneOf: all.map(({ ref }) => ref),
    discriminator: {
      propertyName: 'code',
      mapping: Object.fromEntries(all.map(({ code, ref }) => [code, ref.$ref])),
    },
  }
}

const pascal = (code: string) => code.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())

const base = (code: Json) => ({
  type: {
    type: 'string',
    format: 'uri-reference',
    description: 'The page that describes the kind of error.',
  },
  title: { type: 'string', description: 'The name of the HTTP status.' },
  status: { type: 'integer', description: 'The HTTP status.' },
  code,
  detail: { type: 'string', description: 'An error message for people.' },
  requestId: { type: 'string', description: 'The id of this request in Stepkey’s log.' },
})
const REQUIRED = ['type', 'title', 'status', 'code', 'detail', 'requestId']

const schemaOf = (code: string, members: Json, required: readonly string[]): Json => ({
  type: 'object',
  description: refusals[code]?.detail ?? COMMON[code],
  required: [...REQUIRED, ...required],
  properties: {
    ...base({ type: 'string', const: code, description: 'What went wrong, for programs.' }),
    ...members,
  },
})

const fields = (schemas: NamedSchemas): Json => ({
  fields: {
    type: 'array',
    description: 'The input fields that are wrong. Absent if the request can’t be read.',
    items: schemas.ofOutput(FieldError),
  },
})
