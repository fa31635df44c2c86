import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import type { Db, Trx } from '../database/database.ts'
import { Secret } from '../secret.ts'
import { openCanary } from './canary.ts'
import { createDataKeys, INSTALLATION } from './data-keys.ts'
import type { KeyWrapper } from './key-wrapper.ts'
import { type Key, open, SealBroken, type SealContext, seal, sealedWith } from './seal.ts'
import { findCanary } from './store.ts'

export { INSTALLATION }

/** The identity of a sealed text. It is the additional data of the seal, so a text does not open in another row. */
export type SealedIdentity = CredentialIdentity | RowIdentity

/** The values of one credential. */
export interface CredentialIdentity {
  workspaceId: string
  credentialId: string
  componentId: string
  methodId: string
  sealVersion: number
}

/** The secret of one row of another table. */
export interface RowIdentity {
  workspaceId: string
  table: 'credential_token' | 'oauth_app' | 'consent' | 'webhook' | 'chat_channel'
  id: string
  sealVersion: number
}

/**
 * Seals and opens secrets with the data keys of their workspaces (envelope encryption). Data keys are random. They are
 * stored wrapped by the key encryption key, and unwrapped only in memory, as KeyObjects.
 */
export interface Keyring {
  /** Seals values. Must not be called inside a transaction: the first seal of a workspace creates its key. */
  seal(values: Secret<Record<string, unknown>>, identity: SealedIdentity): Promise<Buffer>
  /** Opens a sealed text. @throws SealBroken when it was changed or truncated, or belongs to another row */
  open(sealed: Buffer, identity: SealedIdentity): Promise<Secret<Record<string, unknown>>>
  /**
   * Returns the key of a workspace's audit log. It is derived from the first data key, so it never changes. Inside a
   * transaction, creates the first data key if there is none.
   * @throws SealBroken when the data key doesn't open, or outside a transaction when there is none
   */
  auditKey(db: Db | Trx, workspaceId: string): Promise<KeyObject>
  /**
   * Returns the audit key of a workspace that is being deleted, wrapped by the key encryption key.
   * @throws SealBroken when the data key doesn't open
   */
  wrapAuditKey(trx: Trx, workspaceId: string): Promise<Buffer>
  /** Opens the result of `wrapAuditKey`. @throws SealBroken when it was changed, or is of another workspace */
  unwrapAuditKey(workspaceId: string, wrapped: Buffer): Promise<KeyObject>
  /**
   * Returns the key for HMACs of a workspace's requests (Idempotency-Key), derived like `auditKey`.
   * @throws SealBroken when the data key doesn't open, or there is none
   */
  requestKey(workspaceId: string): Promise<KeyObject>
  /**
   * Returns the key for signatures of texts that clients send back: two kinds of cookies, run tokens, and the
   * links that flow engines are offered. It is derived from the data key of the installation. Must not be called inside a
   * transaction: the first call creates that key.
   */
  signingKey(kind: 'device' | 'sso' | 'run' | 'offer'): Promise<KeyObject>
  /** Opens a stored data key, of a workspace or `INSTALLATION`. @throws SealBroken when it doesn't open */
  proveDataKey(workspaceId: string, keyId: string): Promise<void>
  /** Opens the canary, to prove that database and key encryption key are usable. @throws if they are not */
  prove(): Promise<void>
}

/** The label is part of the derivation and must never change. */
const AUDIT = 'stepkey audit trail'

/** Maximum number of derived keys in memory. */
const CACHE_LIMIT = 10_000

/** Creates the keyring of a database. */
export function createKeyring(db: Db, wrapper: KeyWrapper, clock: () => Date): Keyring {
  const dataKeys = createDataKeys(db, wrapper, clock)
  const derivedKeys = new Map<string, KeyObject>()

  async function derive(at: Db | Trx, workspaceId: string, purpose: string): Promise<KeyObject> {
    const name = `${workspaceId}/${purpose}`
    const cached = derivedKeys.get(name)
    if (cached) return cached
    const { key: dataKey, isNew } = await dataKeys.first(at, workspaceId)
    const key = deriveKey(dataKey, workspaceId, purpose)
    if (isNew) return key
    if (derivedKeys.size >= CACHE_LIMIT) derivedKeys.delete(derivedKeys.keys().next().value as string)
    derivedKeys.set(name, key)
    return key
  }

  /** Opens a secret of the installation. Version 0.1 sealed these with the key encryption key itself. */
  async function openForInstallation(sealed: Buffer, context: SealContext): Promise<Buffer> {
    const key = await dataKeys.byId(INSTALLATION, sealedWith(sealed)).catch((error) => {
      if (error instanceof SealBroken) return undefined
      throw error
    })
    return key ? open(key, sealed, context) : await wrapper.unwrap(sealed, context)
  }

  return {
    async seal(values, identity) {
      const key = await dataKeys.latest(identity.workspaceId)
      return seal(key, Buffer.from(JSON.stringify(values.reveal())), contextOf(identity))
    },
    async open(sealed, identity) {
      const { workspaceId } = identity
      const context = contextOf(identity)
      const plain =
        workspaceId === INSTALLATION
          ? await openForInstallation(sealed, context)
          : open(await dataKeys.byId(workspaceId, sealedWith(sealed)), sealed, context)
      return new Secret(JSON.parse(plain.toString()))
    },
    auditKey: (at, workspaceId) => derive(at, workspaceId, AUDIT),
    wrapAuditKey: async (trx, workspaceId) => {
      const key = await derive(trx, workspaceId, AUDIT)
      return await wrapper.wrap(key.export(), auditKeyContext(workspaceId))
    },
    unwrapAuditKey: async (workspaceId, wrapped) =>
      createSecretKey(await wrapper.unwrap(wrapped, auditKeyContext(workspaceId))),
    requestKey: (workspaceId) => derive(db, workspaceId, 'stepkey idempotency'),
    signingKey: async (kind) =>
      // The label is the same for all kinds, because cookies with signatures exist already.
      deriveKey(await dataKeys.latest(INSTALLATION), INSTALLATION, `stepkey cookie ${kind}`),
    async proveDataKey(workspaceId, keyId) {
      await dataKeys.byId(workspaceId, keyId)
    },
    async prove() {
      await openCanary(wrapper, await findCanary(db))
    },
  }
}

const deriveKey = ({ key }: Key, workspaceId: string, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', key, workspaceId, purpose, 32)))

/** The additional data of the wrapped audit key of a deleted organization. */
const auditKeyContext = (workspaceId: string): SealContext => ['audit_key', workspaceId]

/** The additional data of a seal. */
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
