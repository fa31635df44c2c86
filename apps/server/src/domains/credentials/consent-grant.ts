import { isDeepStrictEqual } from 'node:util'
import { asksConsent } from '@stepkey/shared/component'
import type { FieldCode } from '@stepkey/shared/errors'
import type { Insertable } from 'kysely'
import type { Trx } from '../../platform/database/database.ts'
import type { CredentialTokenRow } from '../../platform/database/tables.ts'
import { DomainError, invalidInput } from '../../platform/errors/domain-error.ts'
import { Secret } from '../../platform/secret.ts'
import type { CatalogMethod } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import {
  type ConsentGrant,
  type ConsentHolder,
  findGrant,
  noConsentHolder,
  spendConsent,
} from '../oauth/consent-record.ts'
import { openOAuthApp } from '../oauth/oauth-apps.ts'
import type { Token } from '../tokens/refresh.ts'
import { tokenScopes } from '../tokens/token-scopes.ts'
import type { SecretValues } from './credential-values.ts'
import type { CredentialDetailRow } from './listed-table.ts'
import { tokenColumns } from './token-store.ts'
import { upsertToken } from './token-table.ts'

/**
 * Returns the grant of the consent that an input names; undefined when it names none. The consent must have been given
 * by this holder and for exactly these values, if any are given.
 * @throws DomainError invalid_input, or forbidden for callers who hold no consents
 */
export async function requireConsentGrant(
  ctx: WorkspaceContext,
  { method, methodId, component }: CatalogMethod,
  consent: { consentId: string | undefined; holder: ConsentHolder | undefined },
  { values, credentialId }: { values: SecretValues | undefined; credentialId?: string },
): Promise<ConsentGrant | undefined> {
  const { consentId, holder } = consent
  if (consentId === undefined) return undefined
  const wrong = (message: string, code?: FieldCode) => invalidInput({ path: 'consentId', code, message })
  if (!asksConsent(method.token)) throw wrong('This method needs no consent. Omit consentId.')
  if (!holder) throw noConsentHolder()
  const grant = await findGrant(ctx, holder, consentId)
  if (!grant) throw wrong('This consent has expired or was already used. Connect again.', 'consent_expired')
  const isForCredential =
    grant.componentId === component.id && grant.methodId === methodId && grant.credentialId === credentialId
  if (!isForCredential)
    throw wrong('This consent was given for another credential or method. Connect again.', 'consent_mismatch')
  if (values && !isDeepStrictEqual(grant.values.reveal(), values.reveal())) {
    throw wrong(
      'The values changed after you connected. Connect again with the new values.',
      'consent_mismatch',
    )
  }
  return grant
}

/** Returns the error for new values of a connected credential without a new consent. */
export const reconnectRequired = () =>
  invalidInput({
    path: 'consentId',
    code: 'consent_needed',
    message: 'The access was granted for other values. Connect again with the new values.',
  })

/**
 * Adds the granted token and the OAuth app that it was granted through to the values, as templates access them:
 * `{{token.access_token}}`, `{{app.clientId}}`.
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

/** Returns the scopes of a grant; undefined without a grant, and if the provider did not tell them. */
export const grantedScopesOf = (grant: ConsentGrant | undefined): string[] | undefined =>
  grant && tokenScopes(grant.token)

/** Returns the row that stores a granted token, with the token sealed. */
export async function grantedTokenRow(
  ctx: Pick<WorkspaceContext, 'keyring' | 'clock'>,
  credential: Pick<CredentialDetailRow, 'id' | 'workspace_id'>,
  { method }: CatalogMethod,
  { token, grantedAt, oauthAppId }: ConsentGrant,
  version = 1,
): Promise<Insertable<CredentialTokenRow>> {
  return {
    credential_id: credential.id,
    workspace_id: credential.workspace_id,
    oauth_app_id: oauthAppId,
    is_granted: 1,
    ...(await tokenColumns(ctx, credential, { method, token, version, now: grantedAt })),
  }
}

/**
 * Stores the granted token and consumes the consent.
 * @throws DomainError conflict, when another request has used the consent in the meantime
 */
export async function spendConsentGrant(
  trx: Trx,
  { id }: ConsentGrant,
  row: Insertable<CredentialTokenRow>,
): Promise<void> {
  if (!(await spendConsent(trx, id))) {
    throw new DomainError('consent_used', 'This consent was already used. Connect again.')
  }
  await upsertToken(trx, row)
}
