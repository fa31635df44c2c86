import { isDeepStrictEqual } from 'node:util'
import { asksConsent } from '@stepkey/shared/component'
import type { Insertable } from 'kysely'
import type { Trx } from '../../platform/database/connect.ts'
import type { CredentialTokenRow } from '../../platform/database/tables.ts'
import { DomainError, invalidInput } from '../../platform/errors/domain-error.ts'
import { Secret } from '../../platform/secret.ts'
import type { KnownMethod } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { type ConsentGrant, findGrant, requireConsentSession, spendConsent } from '../oauth/consent-record.ts'
import { openOAuthApp } from '../oauth/oauth-apps.ts'
import type { Token } from '../tokens/refresh.ts'
import type { SecretValues } from './credential-values.ts'
import type { FoundRow } from './store.ts'
import { tokenColumns } from './token-store.ts'
import { upsertToken } from './token-table.ts'

/**
 * The consent that an input brings, which has to be for exactly these values. Undefined when it brings none.
 * @throws DomainError invalid_input
 */
export async function requireConsentGrant(
  ctx: WorkspaceContext,
  { method, methodId, component }: KnownMethod,
  consent: { consentId: string | undefined; sessionHash: string | undefined },
  { values, credentialId }: { values: SecretValues; credentialId?: string },
): Promise<ConsentGrant | undefined> {
  const { consentId, sessionHash } = consent
  if (consentId === undefined) return undefined
  const wrong = (message: string) => invalidInput({ path: 'consentId', message })
  if (!asksConsent(method.token)) throw wrong('Nobody has to consent to this method. Leave consentId out.')
  const grant = await findGrant(ctx, requireConsentSession(ctx, sessionHash), consentId)
  if (!grant) throw wrong('This consent has run out, or was used already. Connect once more.')
  const isFor =
    grant.componentId === component.id && grant.methodId === methodId && grant.credentialId === credentialId
  if (!isFor) throw wrong('This consent was given for something else. Connect once more.')
  if (!isDeepStrictEqual(grant.values.reveal(), values.reveal())) {
    throw wrong('You changed something after connecting. Connect once more, so that what was granted fits.')
  }
  return grant
}

export const reconnectRequired = () =>
  invalidInput({
    path: 'consentId',
    message: 'What was granted does not fit these values any more. Connect it again.',
  })

/**
 * Values together with the token that was granted for them, as templates know it (`{{token.access_token}}`), and the app
 * that it was granted through.
 */
export async function withGrantedToken(
  ctx: Pick<WorkspaceContext, 'db' | 'keyring' | 'workspaceId'>,
  values: SecretValues,
  grant: { token: Token; oauthAppId: string | null } | undefined,
): Promise<SecretValues> {
  if (!grant) return values
  const { token, oauthAppId } = grant
  const app = oauthAppId === null ? undefined : await openOAuthApp(ctx, ctx.workspaceId, oauthAppId)
  return new Secret({ ...values.reveal(), token, app })
}

/** The row that keeps what was granted. */
export async function grantedTokenRow(
  ctx: Pick<WorkspaceContext, 'keyring' | 'clock'>,
  of: Pick<FoundRow, 'id' | 'workspace_id'>,
  { method }: KnownMethod,
  { token, grantedAt, oauthAppId }: ConsentGrant,
  version = 1,
): Promise<Insertable<CredentialTokenRow>> {
  return {
    credential_id: of.id,
    workspace_id: of.workspace_id,
    oauth_app_id: oauthAppId,
    is_granted: 1,
    ...(await tokenColumns(ctx, of, { method, token, version, now: grantedAt })),
  }
}

/** Puts what was granted in the credential's hand; the consent is used up by that. */
export async function spendConsentGrant(
  trx: Trx,
  { id }: ConsentGrant,
  row: Insertable<CredentialTokenRow>,
): Promise<void> {
  if (!(await spendConsent(trx, id))) {
    throw new DomainError('conflict', 'This consent was used already. Connect once more.')
  }
  await upsertToken(trx, row)
}
