import { hash } from 'node:crypto'
import { isRecord } from '@stepkey/shared/schema'
import type { FastifyRequest } from 'fastify'
import type { RestRoute } from './routes.ts'

/**
 * Returns the ETag of an answer that is, or holds, a credential or flow: its version, then a hash of its state. A
 * verification or an activation changes the state, but not the version.
 */
export function etagOf({ etag }: RestRoute, result: unknown): string | undefined {
  if (!etag || !isRecord(result)) return undefined
  const { outcome: _, ...object } = isRecord(result.credential) ? result.credential : result
  if (typeof object.version !== 'number') return undefined
  return `"${object.version}.${hash('sha256', JSON.stringify(object), 'base64url').slice(0, 12)}"`
}

/** Returns whether the client has this state already (If-None-Match). */
export function hasEtag({ headers }: FastifyRequest, etag: string): boolean {
  const known = headers['if-none-match']
  return known !== undefined && (known.trim() === '*' || known.split(',').some((one) => strong(one) === etag))
}

/** Proxies that compress answers weaken their ETags. */
const strong = (etag: string) => etag.trim().replace(/^W\//, '')

export const takesIfMatch = ({ method, etag }: RestRoute) =>
  etag === true && (method === 'PATCH' || method === 'PUT')

/** The version that a change is based on. */
export interface VersionBasis {
  version: unknown
  /** It came as If-Match, not in the body. */
  byHeader: boolean
  /** What is wrong with it, in a sentence. */
  problem?: string
}

/**
 * Reads the version from `If-Match`, else from the body. Only the version of an ETag counts: a change may be based on a
 * credential that was verified again in the meantime.
 */
export function versionBasis({ headers }: FastifyRequest, version: unknown): VersionBasis {
  const header = headers['if-match']
  if (header === undefined) return { version, byHeader: false, problem: MISSING }
  const [, digits] = /^"(\d{1,9})(?:\.[\w-]*)?"$/.exec(strong(header)) ?? []
  if (digits === undefined) return { version: undefined, byHeader: true, problem: UNREADABLE }
  if (version !== undefined && version !== Number(digits))
    return { version: undefined, byHeader: true, problem: DIFFERENT }
  return { version: Number(digits), byHeader: true }
}

const MISSING =
  'Send the version that your change is based on: the ETag as If-Match, or `version` in the body.'
const UNREADABLE = 'If-Match must be one ETag from an answer, or a version in quotes, like "3".'
const DIFFERENT = 'If-Match and version name different versions. Send one of them only.'
