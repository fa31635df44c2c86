import { isDeepStrictEqual } from 'node:util'
import { findMethodOf } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { keyRevocation } from '../tokens/revoke-token.ts'
import { completeValues, openValues } from './credential-values.ts'
import { findLiveValues, type LiveValue } from './revocation-table.ts'

/** Credentials whose values are compared per query. */
const BATCH = 100

interface Options {
  /** The account of the key; null if it is unknown. */
  identity: string | null
  /** A value that does not count, because it is about to be erased. */
  except?: Pick<LiveValue, 'id' | 'seal_version'>
}

/**
 * Returns a value that steps get and that has the same key, so that revoking the key would break them; undefined if there
 * is none in the workspace. Frozen credentials are no obstacle, because nothing is issued of them.
 */
export async function findSameKey(
  ctx: Pick<WorkspaceContext, 'db' | 'keyring' | 'config' | 'catalog'> & { workspaceId: string },
  key: Omit<LiveValue, 'name'>,
  { identity, except }: Options,
): Promise<LiveValue | undefined> {
  const known = await findMethodOf(ctx, key)
  const how = known?.method.revoke
  if (!known || !how) return undefined
  const requestOf = async (value: Omit<LiveValue, 'name'>) => {
    const values = completeValues(ctx.config, known, await openValues(ctx.keyring, value)).reveal()
    const { url, ...request } = keyRevocation(known.method, how, values)
    return { ...request, url: url.href }
  }
  const wanted = await requestOf(key)
  for (let afterId = ''; ; ) {
    const found = await findLiveValues(ctx.db, { ...key, identity }, { afterId, limit: BATCH })
    for (const value of found) {
      const isLeftOut = value.id === except?.id && value.seal_version === except.seal_version
      if (!isLeftOut && isDeepStrictEqual(await requestOf(value), wanted)) return value
    }
    const last = found.at(-1)
    if (!last) return undefined
    afterId = last.id
  }
}
