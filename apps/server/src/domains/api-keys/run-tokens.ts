import { type Permission, permissionsOfScope } from '@stepkey/shared/access'
import type { CreateRunToken, RunTokenCreated } from '@stepkey/shared/flow'
import { z } from 'zod'
import type { CredentialReach } from '../../platform/database/credential-reach.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { openSigned, sign } from '../../platform/signed-text.ts'
import { SECOND } from '../../platform/time.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import { requireOwnerInReach } from '../credentials/credential-owner.ts'
import { readFlow } from '../usage/step-bindings.ts'
import { findValidApiKey } from './api-keys.ts'

/**
 * Run tokens: a flow engine hands one to the worker that runs one flow, instead of its API key. They are signed, not
 * stored. A token is valid until it expires, and only while the API key that created it is valid.
 */

/** Prefix of every run token, which distinguishes it from API keys. */
const TOKEN_PREFIX = 'stepkey_run_'

/** Returns whether a bearer token has the form of a run token. */
export const isRunToken = (bearer: string): boolean => bearer.startsWith(TOKEN_PREFIX)

/** The content of a token: its id, the API key, the flow, when it expires, in seconds since 1970, and the owner, if any. */
const Content = z.tuple([z.string(), z.string(), z.string(), z.int(), z.string().optional()])

/** The longest token that is read. Tokens have about 200 characters, and more for the longest owners. */
const LENGTH_LIMIT = 2000

/**
 * Creates a run token.
 * @throws DomainError forbidden unless the caller is an API key, not_found
 */
export async function createRunToken(
  ctx: WorkspaceContext,
  { flowId, owner, expiresIn }: CreateRunToken,
): Promise<RunTokenCreated> {
  const { db, clock, keyring, actor } = ctx
  if (actor.kind !== 'api_key') throw new DomainError('forbidden', 'Only an API key can create run tokens.')
  const id = newId()
  const expires = Math.floor(clock().getTime() / SECOND) + expiresIn
  if (owner !== undefined) requireOwnerInReach(ctx, owner)
  const common = [id, actor.id, flowId, expires] as const
  const content: z.infer<typeof Content> = owner === undefined ? [...common] : [...common, owner]
  const text = Buffer.from(JSON.stringify(content)).toString('base64url')
  const token = TOKEN_PREFIX + sign(await keyring.signingKey('run'), text, [])
  await transact(db, async (trx) => {
    await readFlow(trx, ctx, flowId)
    await writeAuditEntry(trx, ctx, 'run_token.created', id, {
      flowId,
      ...(owner !== undefined && { owner }),
    })
  })
  return { token, expiresAt: new Date(expires * SECOND).toISOString() }
}

/** What a run token gives access to. */
export interface RunLimits {
  flowId: string
  /** The owner that calls get credentials of; absent if each call names one. */
  owner?: string
}

/** The caller that a valid run token stands for: the API key, limited to the scope `issue`, to one flow, and perhaps to one owner. */
export interface RunTokenCaller {
  workspaceId: string
  actor: { kind: 'api_key'; id: string }
  permissions: ReadonlySet<Permission>
  run: RunLimits
  reach?: CredentialReach
  via: Record<string, string>
}

/** Returns the caller that a token stands for; undefined if the token or its API key is not valid any more. */
export async function authenticateRunToken(
  deps: Pick<Deps, 'db' | 'clock' | 'keyring'>,
  token: string,
): Promise<RunTokenCaller | undefined> {
  if (token.length > LENGTH_LIMIT) return undefined
  const key = await deps.keyring.signingKey('run')
  const text = openSigned(key, token.slice(TOKEN_PREFIX.length), [])
  if (text === undefined) return undefined
  const [id, apiKeyId, flowId, expires, owner] = Content.parse(
    JSON.parse(Buffer.from(text, 'base64url').toString()),
  )
  if (expires * SECOND <= deps.clock().getTime()) return undefined
  const found = await findValidApiKey(deps, apiKeyId)
  if (!found) return undefined
  return {
    workspaceId: found.workspaceId,
    actor: { kind: 'api_key', id: apiKeyId },
    permissions: found.permissions.has('issue') ? new Set(permissionsOfScope.issue) : new Set(),
    run: { flowId, ...(owner !== undefined && { owner }) },
    ...(found.reach && { reach: found.reach }),
    via: { runTokenId: id },
  }
}
