import { createSecretKey, randomBytes } from 'node:crypto'
import type { Db, Trx } from '../database/database.ts'
import type { KeyWrapper } from './key-wrapper.ts'
import { type Key, SealBroken, type SealContext } from './seal.ts'
import {
  findFirstKey,
  findInstallationKey,
  findKey,
  findLatestKey,
  insertFirstKey,
  insertInstallationKey,
  type WrappedKey,
} from './store.ts'

/** Replaces the workspace id for objects of the installation, such as the operator's OAuth apps. */
export const INSTALLATION = 'installation'

/** Maximum number of unwrapped data keys in memory. Beyond that, the oldest one is removed. */
const CACHE_LIMIT = 10_000

/** The data keys of the workspaces and of the installation. They are stored wrapped, and unwrapped only in memory. */
export interface DataKeys {
  /** Returns the key for new seals, and creates it if there is none. Must not be called inside a transaction. */
  latest(workspaceId: string): Promise<Key>
  /** Returns a key by the id that a sealed text names. @throws SealBroken when there is none */
  byId(workspaceId: string, id: string): Promise<Key>
  /**
   * Returns the first key of a workspace, which never changes. Inside a transaction, creates it if there is none.
   * @returns `isNew` if the key was created in this transaction, which may still be rolled back
   * @throws SealBroken outside a transaction when there is none
   */
  first(at: Db | Trx, workspaceId: string): Promise<{ key: Key; isNew: boolean }>
}

/** Creates the access to data keys, with a cache of unwrapped keys. */
export function createDataKeys(db: Db, wrapper: KeyWrapper, clock: () => Date): DataKeys {
  // Promises, so that concurrent callers share one call of the wrapper.
  const cache = new Map<string, Promise<Key>>()
  const latestIds = new Map<string, string>()

  async function unwrapKey(workspaceId: string, { id, wrapped }: WrappedKey): Promise<Key> {
    return { id, key: createSecretKey(await wrapper.unwrap(wrapped, contextOf(workspaceId, id))) }
  }

  async function wrapNewKey(workspaceId: string): Promise<WrappedKey> {
    const id = randomBytes(8).toString('hex')
    return { id, wrapped: await wrapper.wrap(randomBytes(32), contextOf(workspaceId, id)) }
  }

  function cached(workspaceId: string, id: string, load: () => Promise<Key>): Promise<Key> {
    const name = `${workspaceId}/${id}`
    const existing = cache.get(name)
    if (existing) return existing
    const loading = load()
    addToCache(cache, name, loading)
    loading.catch(() => cache.delete(name))
    return loading
  }

  async function findOrCreate(workspaceId: string): Promise<WrappedKey> {
    const find = () =>
      workspaceId === INSTALLATION ? findInstallationKey(db) : findLatestKey(db, workspaceId)
    const found = await find()
    if (found) return found
    const key = await wrapNewKey(workspaceId)
    await (workspaceId === INSTALLATION
      ? insertInstallationKey(db, key)
      : insertFirstKey(db, workspaceId, key, clock()))
    // If another process was faster, its key is used.
    const row = await find()
    if (!row) throw new Error('The data key of a workspace could not be created.')
    return row
  }

  return {
    async latest(workspaceId) {
      const id = latestIds.get(workspaceId)
      const key = id === undefined ? undefined : cache.get(`${workspaceId}/${id}`)
      if (key) return await key
      const row = await findOrCreate(workspaceId)
      addToCache(latestIds, workspaceId, row.id)
      return await cached(workspaceId, row.id, () => unwrapKey(workspaceId, row))
    },

    byId: (workspaceId, id) =>
      cached(workspaceId, id, async () => {
        const row =
          workspaceId === INSTALLATION ? await findInstallationKey(db) : await findKey(db, workspaceId, id)
        if (row?.id !== id)
          throw new SealBroken('This text was sealed with a key that its workspace does not have.')
        return await unwrapKey(workspaceId, row)
      }),

    async first(at, workspaceId) {
      const found = await findFirstKey(at, workspaceId)
      if (!found && !at.isTransaction) throw new SealBroken('This workspace has no data key.')
      if (!found) await insertFirstKey(at, workspaceId, await wrapNewKey(workspaceId), clock())
      const row = found ?? (await findFirstKey(at, workspaceId))
      if (!row) throw new Error('The data key of a workspace could not be created.')
      return { key: await unwrapKey(workspaceId, row), isNew: !found }
    },
  }
}

const contextOf = (workspaceId: string, id: string): SealContext => ['workspace_key', workspaceId, id]

function addToCache<V>(cache: Map<string, V>, key: string, value: V) {
  if (cache.size >= CACHE_LIMIT) cache.delete(cache.keys().next().value as string)
  cache.set(key, value)
}
