import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import type { Db, Trx } from '../database/connect.ts'
import { Secret } from '../secret.ts'
import { type Key, open, SealBroken, type SealContext, seal, sealedWith } from './seal.ts'
import { findCanary, findFirstKey, findKey, findLatestKey, insertFirstKey } from './store.ts'

/** What a sealed text is, and whose. All of it is bound to the seal, so a text that is moved elsewhere does not open. */
export type SealedIdentity = CredentialIdentity | RowIdentity

/** Which values of which credential. */
export interface CredentialIdentity {
  workspaceId: string
  credentialId: string
  componentId: string
  methodId: string
  sealVersion: number
}

/** What one row of another table holds. */
export interface RowIdentity {
  workspaceId: string
  table: 'credential_token' | 'oauth_app' | 'consent' | 'webhook'
  id: string
  sealVersion: number
}

/** Stands for a workspace where something is the installation's own: sealed with the key-encryption key itself. */
export const INSTALLATION = 'installation'

/**
 * Seals and opens the values of credentials with the data keys of their workspaces. Data keys are random, stored
 * wrapped by the key-encryption key, and kept unwrapped in memory only, as KeyObjects.
 */
export interface Keyring {
  /** Must not be called inside a transaction: the first seal of a workspace makes its key. */
  seal(values: Secret<Record<string, unknown>>, identity: SealedIdentity): Promise<Buffer>
  /** @throws SealBroken when the text was changed, cut, or belongs to another row */
  open(sealed: Buffer, identity: SealedIdentity): Promise<Secret<Record<string, unknown>>>
  /**
   * The key that a workspace's audit trail is chained with: derived from its first data key, so it never changes.
   * Inside a transaction the first data key is made if need be. @throws SealBroken when it doesn't open, or outside of
   * a transaction when there is none
   */
  auditKey(db: Db | Trx, workspaceId: string): Promise<KeyObject>
  /**
   * The key that tells a workspace's requests apart without keeping them: derived like `auditKey`.
   * @throws SealBroken when the workspace's first data key doesn't open, or there is none
   */
  requestKey(workspaceId: string): Promise<KeyObject>
  /** Opens the canary: database and key-encryption key are usable. @throws otherwise */
  prove(): Promise<void>
}

/** Data keys that are kept unwrapped at most; beyond, the oldest is forgotten. */
const CACHE_LIMIT = 10_000

export function createKeyring(db: Db, master: Key, clock: () => Date): Keyring {
  const keys = new Map<string, Key>()
  const latest = new Map<string, string>()
  const derivedKeys = new Map<string, KeyObject>()

  const unwrap = (workspaceId: string, { id, wrapped }: { id: string; wrapped: Buffer }): Key => {
    const key = { id, key: createSecretKey(open(master, wrapped, wrapContext(workspaceId, id))) }
    remember(keys, `${workspaceId}/${id}`, key)
    return key
  }

  async function derive(at: Db | Trx, workspaceId: string, purpose: string): Promise<KeyObject> {
    const cached = derivedKeys.get(`${workspaceId}/${purpose}`)
    if (cached) return cached
    const found = await findFirstKey(at, workspaceId)
    if (!found && !at.isTransaction) throw new SealBroken('This workspace has no data key.')
    if (!found) await insertFirstKey(at, workspaceId, wrapNewKey(master, workspaceId), clock())
    const row = found ?? (await findFirstKey(at, workspaceId))
    if (!row) throw new Error('The data key of a workspace could not be made.')
    const dataKey = open(master, row.wrapped, wrapContext(workspaceId, row.id))
    const key = createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, workspaceId, purpose, 32)))
    // A key that was made in this very transaction may yet be undone.
    if (found) remember(derivedKeys, `${workspaceId}/${purpose}`, key)
    return key
  }

  async function sealingKey(workspaceId: string): Promise<Key> {
    if (workspaceId === INSTALLATION) return master
    const cached = keys.get(`${workspaceId}/${latest.get(workspaceId)}`)
    if (cached) return cached
    let row = await findLatestKey(db, workspaceId)
    if (!row) {
      await insertFirstKey(db, workspaceId, wrapNewKey(master, workspaceId), clock())
      row = await findLatestKey(db, workspaceId)
    }
    if (!row) throw new Error('The data key of a workspace could not be made.')
    remember(latest, workspaceId, row.id)
    return keys.get(`${workspaceId}/${row.id}`) ?? unwrap(workspaceId, row)
  }

  async function openingKey(workspaceId: string, id: string): Promise<Key> {
    if (workspaceId === INSTALLATION) return master
    const cached = keys.get(`${workspaceId}/${id}`)
    if (cached) return cached
    const row = await findKey(db, workspaceId, id)
    if (!row) throw new SealBroken('This was sealed with a key that its workspace does not have.')
    return unwrap(workspaceId, row)
  }

  return {
    async seal(values, identity) {
      const key = await sealingKey(identity.workspaceId)
      return seal(key, Buffer.from(JSON.stringify(values.reveal())), contextOf(identity))
    },
    async open(sealed, identity) {
      const key = await openingKey(identity.workspaceId, sealedWith(sealed))
      return new Secret(JSON.parse(open(key, sealed, contextOf(identity)).toString()))
    },
    auditKey: (at, workspaceId) => derive(at, workspaceId, 'stepkey audit trail'),
    requestKey: (workspaceId) => derive(db, workspaceId, 'stepkey idempotency'),
    async prove() {
      openCanary(master, await findCanary(db))
    },
  }
}

function wrapNewKey(master: Key, workspaceId: string) {
  const id = randomBytes(8).toString('hex')
  return { id, wrapped: seal(master, randomBytes(32), wrapContext(workspaceId, id)) }
}

const CANARY: SealContext = ['canary']

/** The one row that tells whether a key-encryption key fits a database. */
export const sealCanary = (master: Key): Buffer => seal(master, Buffer.from('stepkey'), CANARY)

/** @throws SealBroken when the key does not fit */
export function openCanary(master: Key, canary: Buffer | undefined): void {
  open(master, canary ?? Buffer.alloc(0), CANARY)
}

const wrapContext = (workspaceId: string, id: string): SealContext => ['workspace_key', workspaceId, id]

const contextOf = (identity: SealedIdentity): SealContext =>
  'table' in identity
    ? [identity.table, identity.workspaceId, identity.id, identity.sealVersion]
    : [
        'credential',
        identity.workspaceId,
        identity.credentialId,
        identity.componentId,
        identity.methodId,
        identity.sealVersion,
      ]

function remember<V>(cache: Map<string, V>, key: string, value: V) {
  if (cache.size >= CACHE_LIMIT) cache.delete(cache.keys().next().value as string)
  cache.set(key, value)
}
