import type { BeginConsent } from '@stepkey/shared/oauth'
import type { z } from 'zod'
import { requireMethod } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import type { ConsentSubject } from '../oauth/begin-consent.ts'
import { openValues, overlayValues, parseValues } from './credential-values.ts'
import { requireCredentialRow } from './read-credentials.ts'
import { findToken } from './token-table.ts'

/**
 * What a person is to consent to: for a new credential the values that were typed, for a stored one its own, with
 * others laid over them. It goes through the app that it went through before, unless another is named.
 * @throws DomainError not_found, invalid_input
 */
export async function resolveConsentSubject(
  ctx: WorkspaceContext,
  input: z.infer<typeof BeginConsent>,
): Promise<ConsentSubject> {
  const { config, db, workspaceId } = ctx
  if (input.credentialId === undefined) {
    const { componentId, methodId, oauthAppId } = input
    const values = parseValues(config, await requireMethod(ctx, componentId, methodId), input.values)
    return { componentId, methodId, values, oauthAppId }
  }
  const row = await requireCredentialRow(ctx, input.credentialId)
  const known = await requireMethod(ctx, row.component_id, row.method_id)
  const stored = await openValues(ctx.keyring, row)
  const before = (await findToken(db, workspaceId, row.id))?.oauth_app_id ?? undefined
  return {
    componentId: row.component_id,
    methodId: row.method_id,
    credentialId: row.id,
    values: input.values ? overlayValues(config, known, stored, input.values) : stored,
    oauthAppId: input.oauthAppId ?? before,
  }
}
