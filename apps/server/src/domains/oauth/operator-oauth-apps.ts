import type { CreateOAuthApp, OAuthApp, OAuthAppRemoved } from '@stepkey/shared/oauth'
import type { Config } from '../../config.ts'
import { transact } from '../../platform/database/transaction.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import type { OperatorContext } from '../context.ts'
import { removeLockedOAuthApp, storeOAuthApp, toOAuthApp } from './oauth-apps.ts'
import { findInstallationApps, lockOwnApp } from './store.ts'

/** Returns the OAuth apps of the installation. Dependent credentials are only counted, in `hidden`. */
export async function listSharedOAuthApps({
  db,
  config,
}: Pick<OperatorContext, 'db'> & { config: Pick<Config, 'publicUrl'> }): Promise<OAuthApp[]> {
  const rows = await findInstallationApps(db)
  return await Promise.all(rows.map((row) => toOAuthApp({ db, config, workspaceId: null }, row)))
}

/**
 * Creates an OAuth app that every workspace can use. Neither its client nor its redirect URI is checked, because the command
 * line calls no other servers.
 * @returns its id
 * @throws DomainError invalid_input
 */
export const addSharedOAuthApp = (ctx: OperatorContext, input: CreateOAuthApp): Promise<string> =>
  storeOAuthApp({ ...ctx, workspaceId: null }, input)

/**
 * Deletes an OAuth app of the installation, or returns how many credentials depend on it.
 * @throws DomainError not_found
 */
export async function removeSharedOAuthApp({ db }: OperatorContext, id: string): Promise<OAuthAppRemoved> {
  return await transact(db, async (trx) => {
    const row = await lockOwnApp(trx, null, id)
    if (!row) throw notFound('OAuth app')
    return await removeLockedOAuthApp(trx, row, null, async () => {})
  })
}
