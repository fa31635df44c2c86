import { hash } from 'node:crypto'
import { isRecord } from '@stepkey/shared/schema'
import type { FastifyRequest } from 'fastify'
import type { RestRoute } from './routes.ts'

/**
 * The ETag of an answer that is, or holds, a credential or flow: its version, then what tells apart the states that
 * one version goes through, for a verification or an activation changes the state alone.
 */
export function tagOf({ answersWith }: RestRoute, result: unknown): string | undefined {
  if (!answersWith || !isRecord(result)) return undefined
  const { outcome: _, ...thing } = isRecord(result.credential) ? result.credential : result
  if (typeof thing.version !== 'number') return undefined
  return `"${thing.version}.${hash('sha256', JSON.stringify(thing), 'base64url').slice(0, 12)}"`
}

/** Whether a client has this state already. */
export function hasTag({ headers }: FastifyRequest, tag: string): boolean {
  const had = headers['if-none-match']
  return had !== undefined && (had.trim() === '*' || had.split(',').some((one) => bare(one) === tag))
}

/** Proxies that compress an answer weaken its tag. */
const bare = (tag: string) => tag.trim().replace(/^W\//, '')

export const takesIfMatch = ({ method, answersWith }: RestRoute) =>
  answersWith !== undefined && (method === 'PATCH' || method === 'PUT')

/** The version that a change is based on, and the sentence for a request that doesn't say it well. */
export interface Basis {
  version: unknown
  byHeader: boolean
  problem?: string
}

/**
 * `If-Match`, or else what the body says. Only the version counts: a credential that began to fail is still the one
 * that the change is based on.
 */
export function basisOf({ headers }: FastifyRequest, version: unknown): Basis {
  const header = headers['if-match']
  if (header === undefined) return { version, byHeader: false, problem: NEITHER }
  const [, digits] = /^"(\d{1,9})(?:\.[\w-]*)?"$/.exec(bare(header)) ?? []
  if (digits === undefined) return { version: undefined, byHeader: true, problem: UNREADABLE }
  if (version !== undefined && version !== Number(digits))
    return { version: undefined, byHeader: true, problem: DIFFERENT }
  return { version: Number(digits), byHeader: true }
}

const NEITHER =
  'Say which version your change is based on: as If-Match with the ETag of an answer, or as version in the body.'
const UNREADABLE = 'If-Match has to be one ETag that Stepkey gave, or a version in quotes, like "3".'
const DIFFERENT = 'If-Match and version name different versions. Send one of them only.'
