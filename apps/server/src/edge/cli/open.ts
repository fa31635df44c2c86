import { OPERATOR_ID } from '@stepkey/shared/audit-actions'
import { catalog as builtInComponents } from '@stepkey/shared/catalog/index'
import type { Config } from '../../config.ts'
import { createCatalog } from '../../domains/catalog/catalog.ts'
import type { OperatorContext } from '../../domains/context.ts'
import { toStartError } from '../../platform/database/open-error.ts'
import { createKeyring } from '../../platform/keyring/keyring.ts'
import { openToRead, type Unlocked, unlock } from '../../platform/keyring/unlock.ts'

type Work<T> = (ctx: OperatorContext) => Promise<T>

/** Works on the database as the server does, also while one runs. An empty one stays so unless `mayCreate`. */
export async function atWork<T>(config: Config, work: Work<T>, { mayCreate = false } = {}): Promise<T> {
  return await using(config, await unlock(config, { mayCreate }), work)
}

/** Looks, and changes nothing. */
export async function looking<T>(config: Pick<Config, 'database' | 'keyFile'>, work: Work<T>): Promise<T> {
  return await using(config, await openToRead(config), work)
}

async function using<T>(
  { database }: Pick<Config, 'database'>,
  { db, wrapper }: Unlocked,
  work: Work<T>,
): Promise<T> {
  const clock = () => new Date()
  const keyring = createKeyring(db, wrapper, clock)
  const catalog = createCatalog(Object.values(builtInComponents))
  try {
    return await work({ db, keyring, catalog, clock, actor: { kind: 'operator', id: OPERATOR_ID } })
  } catch (error) {
    throw toStartError(error, database)
  } finally {
    await db.destroy()
  }
}
