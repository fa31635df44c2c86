import { OPERATOR_ID } from '@stepkey/shared/audit-actions'
import { catalog as builtInComponents } from '@stepkey/shared/catalog/index'
import type { Config } from '../../config.ts'
import { builtIn, createCatalog } from '../../domains/catalog/catalog.ts'
import { withOperatorComponents } from '../../domains/catalog/operator-components.ts'
import { createOwnComponents } from '../../domains/catalog/own-components.ts'
import type { OperatorContext } from '../../domains/context.ts'
import { toStartError } from '../../platform/database/open-error.ts'
import { createKeyring } from '../../platform/keyring/keyring.ts'
import { openToRead, type Unlocked, unlock } from '../../platform/keyring/unlock.ts'

type Work<T> = (ctx: OperatorContext) => Promise<T>

/**
 * Runs work on the database, even while a server runs. Fails on an empty database, unless `mayCreate` allows to
 * initialize it.
 */
export async function withDatabase<T>(config: Config, work: Work<T>, { mayCreate = false } = {}): Promise<T> {
  return await using(config, await unlock(config, { mayCreate }), work)
}

/** Runs work on the database, opened for reading only. */
export async function withReadOnlyDatabase<T>(
  config: Pick<Config, 'database' | 'keyFile' | 'componentsDir'>,
  work: Work<T>,
): Promise<T> {
  return await using(config, await openToRead(config), work)
}

async function using<T>(
  { database, componentsDir }: Pick<Config, 'database' | 'componentsDir'>,
  { db, wrapper }: Unlocked,
  work: Work<T>,
): Promise<T> {
  const clock = () => new Date()
  const keyring = createKeyring(db, wrapper, clock)
  const catalog = createCatalog(
    withOperatorComponents(builtIn(Object.values(builtInComponents)), componentsDir),
    createOwnComponents(db),
  )
  try {
    return await work({ db, keyring, catalog, clock, actor: { kind: 'operator', id: OPERATOR_ID } })
  } catch (error) {
    throw toStartError(error, database)
  } finally {
    await db.destroy()
  }
}
