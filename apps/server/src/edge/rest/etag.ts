import { hash } from 'node:crypto'
import { isRecord } from '@stepkey/shared/schema'
import type { FastifyRequest } from 'fastify'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import type { RestRoute } from './rest-route.ts'

/**
 * Returns the ETag of an answer that is or contains a credential or flow: its version and a hash of its state. The hash
 * is needed because verifications and activations change the state, but not the version.
 */
export function etagOf({ etag }: RestRoute, result: unknown): string | undefined {
  if (!etag || !isRecord(result)) return undefined
  const { outcome: _, ...object } = isRecord(result.credential) ? result.credential : result
  if (typeof object.version !== 'number') return undefined
  return `"${object.version}.${hash('sha256', JSON.stringify(object), 'base64url').slice(0, 12)}"`
}

/** Whether the client already has this state (If-None-Match). */
export function hasEtag({ headers }: FastifyRequest, etag: string): boolean {
  const header = headers['if-none-match']
  return (
    header !== undefined && (header.trim() === '*' || header.split(',').some((tag) => strong(tag) === etag))
  )
}

/** Removes the mark of a weak ETag. Proxies that compress answers add it. */
const strong = (etag: string) => etag.trim().replace(/^W\//, '')

/** Whether a route accepts If-Match. */
export const takesIfMatch = ({ method, etag }: Pick<RestRoute, 'method' | 'etag'>) =>
  etag === true && (method === 'PATCH' || method === 'PUT')

/** The version that a change is based on. */
export interface VersionBasis {
  version: unknown
  /** Whether the version comes from If-Match, not from the body. */
  byHeader: boolean
  /** The error message if the version is missing or invalid. */
  problem?: string
}

/**
 * Returns the version from `If-Match`, or else from the body; undefined for routes without a version. The hash of an
 * ETag is ignored: a verification in the meantime must not make a change fail.
 * @throws DomainError invalid_input for If-Match on a route that would ignore it
 */
export function readVersionBasis(
  { headers }: FastifyRequest,
  route: Pick<RestRoute, 'method' | 'etag'>,
  input: unknown,
): VersionBasis | undefined {
  const header = headers['if-match']
  if (!takesIfMatch(route)) {
    if (header === undefined) return undefined
    throw invalidInput({ path: 'If-Match', message: 'This route does not accept If-Match. Remove it.' })
  }
  const version = isRecord(input) ? input.version : undefined
  if (header === undefined) return { version, byHeader: false, problem: MISSING }
  const [, digits] = /^"(\d{1,9})(?:\.[\w-]*)?"$/.exec(strong(header)) ?? []
  if (digits === undefined) return { version: undefined, byHeader: true, problem: UNREADABLE }
  if (version !== undefined && version !== Number(digits))
    return { version: undefined, byHeader: true, problem: DIFFERENT }
  return { version: Number(digits), byHeader: true }
}

const MISSING =
  'Send the version that your change is based on: the ETag as If-Match, or `version` in the body.'
const UNREADABLE = 'If-Match must be one ETag from an answer, or a version in quotes, such as "3".'
const DIFFERENT = 'If-Match and `version` contain different versions. Send only one of them.'
