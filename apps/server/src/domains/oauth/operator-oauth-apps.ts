import type { CreateOAuthApp, OAuthApp, OAuthAppRemoved } from '@stepkey/shared/oauth'
import { transact } from '../../platform/database/transaction.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import type { OperatorContext } from '../context.ts'
import { removeLockedOAuthApp, storeOAuthApp, toOAuthApp } from './oauth-apps.ts'
import { findInstallationApps, lockOwnApp } from './store.ts'

/** Returns the OAuth apps of the installation. Dependent credentials are only counted, in `hidden`. */
export async function listSharedOAuthApps({ db }: OperatorContext): Promise<OAuthApp[]> {
  return await Promise.all((await findInstallationApps(db)).map((row) => toOAuthApp(db, null, row)))
}

/** Creates an OAuth app that every workspace can use. @returns its id. @throws DomainError invalid_input */
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
