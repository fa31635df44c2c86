import type { Db } from '../../platform/database/database.ts'
import type { Tables } from '../../platform/database/tables.ts'
import { INSTALLATION, type Keyring } from '../../platform/keyring/keyring.ts'
import { SealBroken } from '../../platform/keyring/seal.ts'
import { findIdentity, hasRow, readAllRows, readSchema } from './store.ts'

/** A table with sealed values. */
interface SealedTable<T extends keyof Tables = keyof Tables> {
  table: T
  key: string & keyof Tables[T]
  /** The columns that `open` reads. A table without one of them, from before its migration, is left out. */
  columns: readonly (string & keyof Tables[T])[]
  /** Opens the sealed value as that of its row. @throws SealBroken */
  open(keyring: Keyring, row: Tables[T], db: Db): Promise<unknown>
}

const sealedTable = <T extends keyof Tables>(table: SealedTable<T>) => table as unknown as SealedTable

/** All tables with sealed values or wrapped keys, except the logs of deleted organizations, which `verifyDeletedLog` opens. */
const SEALED_TABLES: readonly SealedTable[] = [
  sealedTable({
    table: 'keyring',
    key: 'id',
    columns: ['data_key_id'],
    open: async (keyring, { data_key_id: keyId }) => keyId && keyring.proveDataKey(INSTALLATION, keyId),
  }),
  sealedTable({
    table: 'workspace_key',
    key: 'id',
    columns: ['workspace_id'],
    open: (keyring, { workspace_id: workspaceId, id }) => keyring.proveDataKey(workspaceId, id),
  }),
  ...(['credential', 'deleted_credential'] as const).map((table) =>
    sealedTable({
      table,
      key: 'id',
      columns: ['workspace_id', 'component_id', 'method_id', 'seal_version', 'sealed'],
      open: (keyring, row) =>
        keyring.open(row.sealed, {
          workspaceId: row.workspace_id,
          credentialId: row.id,
          componentId: row.component_id,
          methodId: row.method_id,
          sealVersion: row.seal_version,
        }),
    }),
  ),
  sealedTable({
    table: 'credential_value',
    key: 'id',
    columns: ['credential_id', 'generation', 'sealed'],
    async open(keyring, { sealed, credential_id: credentialId, generation: sealVersion }, db) {
      const credential = await findIdentity(db, credentialId)
      return (
        sealed && credential && (await keyring.open(sealed, { ...credential, credentialId, sealVersion }))
      )
    },
  }),
  sealedTable({
    table: 'credential_token',
    key: 'credential_id',
    columns: ['workspace_id', 'version', 'sealed'],
    open: async (keyring, { sealed, workspace_id: workspaceId, credential_id: id, version: sealVersion }) =>
      sealed && keyring.open(sealed, { workspaceId, table: 'credential_token', id, sealVersion }),
  }),
  sealedTable({
    table: 'revocation',
    key: 'id',
    columns: ['workspace_id', 'credential_id', 'component_id', 'method_id', 'generation', 'sealed'],
    open: async (keyring, row) =>
      row.sealed &&
      keyring.open(row.sealed, {
        workspaceId: row.workspace_id,
        credentialId: row.credential_id,
        componentId: row.component_id,
        methodId: row.method_id,
        sealVersion: row.generation,
      }),
  }),
  sealedTable({
    table: 'revocation',
    key: 'id',
    columns: ['workspace_id', 'credential_id', 'token_version', 'token_sealed'],
    open: async (keyring, { workspace_id: workspaceId, credential_id: id, ...token }) =>
      token.token_sealed &&
      keyring.open(token.token_sealed, {
        workspaceId,
        table: 'credential_token',
        id,
        sealVersion: token.token_version ?? 0,
      }),
  }),
  sealedTable({
    table: 'oauth_app',
    key: 'id',
    columns: ['workspace_id', 'seal_version', 'sealed'],
    open: async (keyring, { sealed, workspace_id, id, seal_version: sealVersion }) =>
      sealed &&
      keyring.open(sealed, {
        workspaceId: workspace_id ?? INSTALLATION,
        table: 'oauth_app',
        id,
        sealVersion,
      }),
  }),
  ...(['consent', 'webhook', 'chat_channel'] as const).map((table) =>
    sealedTable({
      table,
      key: 'id',
      columns: ['workspace_id', 'seal_version', 'sealed'],
      open: (keyring, { sealed, workspace_id: workspaceId, id, seal_version: sealVersion }) =>
        keyring.open(sealed, { workspaceId, table, id, sealVersion }),
    }),
  ),
]

/** The number of opened values, and the first rows whose value can't be opened. */
export interface SealedValues {
  opened: number
  broken: number
  /** At most `EXAMPLES`, as `table id`. */
  examples: string[]
}

const EXAMPLES = 5

/** Opens every sealed value and data key as that of its row, one after the other. Nothing that was opened is kept. */
export async function openAllSealedValues(db: Db, keyring: Keyring): Promise<SealedValues> {
  const schema = await readSchema(db)
  const found: SealedValues = { opened: 0, broken: 0, examples: [] }
  for (const sealed of SEALED_TABLES) {
    const { table, key } = sealed
    const columns = [...new Set([key, ...sealed.columns])]
    if (!columns.every((column) => schema.get(table)?.has(column))) continue
    for await (const row of readAllRows(db, table, key, columns)) {
      if (await opens(db, keyring, sealed, row)) found.opened++
      else if (++found.broken <= EXAMPLES) found.examples.push(`${table} ${row[key]}`)
    }
  }
  return found
}

async function opens(
  db: Db,
  keyring: Keyring,
  { table, key, open }: SealedTable,
  row: Tables[keyof Tables],
): Promise<boolean> {
  try {
    await open(keyring, row, db)
    return true
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    // A running server may have deleted the row and its key meanwhile.
    return !(await hasRow(db, table, key, row[key]))
  }
}
