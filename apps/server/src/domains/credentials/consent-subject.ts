import type { BeginConsent } from '@stepkey/shared/consent'
import type { z } from 'zod'
import { requireMethod, requireNewestMethod } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import type { ConsentSubject } from '../oauth/begin-consent.ts'
import { openStored, overlayValues, parseValues } from './credential-values.ts'
import { requireCredentialRow } from './read-credentials.ts'
import { findToken } from './token-table.ts'

/**
 * Returns the subject of a consent: the values of the input for a new credential, or the stored values with those of
 * the input merged in. A stored credential keeps its OAuth app unless the input names another.
 * @throws DomainError not_found, invalid_input
 */
export async function resolveConsentSubject(
  ctx: WorkspaceContext,
  input: z.infer<typeof BeginConsent>,
): Promise<ConsentSubject> {
  const { config, db, workspaceId } = ctx
  if (input.credentialId === undefined) {
    const { componentId, methodId, oauthAppId, ticket } = input
    const values = parseValues(config, await requireMethod(ctx, componentId, methodId), input.values)
    return { componentId, methodId, values, oauthAppId, ticket }
  }
  const row = await requireCredentialRow(ctx, input.credentialId)
  const known = await requireNewestMethod(ctx, row)
  const currentAppId = (await findToken(db, workspaceId, row.id))?.oauth_app_id ?? undefined
  return {
    componentId: row.component_id,
    methodId: row.method_id,
    credentialId: row.id,
    values: overlayValues(config, known, await openStored(ctx, row), input.values ?? {}),
    oauthAppId: input.oauthAppId ?? currentAppId,
    ticket: input.ticket,
  }
}
