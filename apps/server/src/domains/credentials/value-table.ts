import type { Db, Trx } from '../../platform/database/database.ts'
import type { CredentialValueRow } from '../../platform/database/tables.ts'

/** How many retired values of a credential are listed. Older ones are deleted. */
const LISTED = 20

/** Returns the values of a credential that are not current, the newest first. */
export async function findValues(db: Db, credentialId: string): Promise<CredentialValueRow[]> {
  return await db
    .selectFrom('credential_value')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .orderBy('generation', 'desc')
    .execute()
}

/** Returns the value of a credential in this state. */
export async function findValueIn(
  db: Db | Trx,
  credentialId: string,
  state: 'pending' | 'previous',
): Promise<CredentialValueRow | undefined> {
  return await db
    .selectFrom('credential_value')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .where('state', '=', state)
    .executeTakeFirst()
}

/** Returns the highest generation of the values of a credential that are not current; 0 if there are none. */
export async function findHighestGeneration(db: Db | Trx, credentialId: string): Promise<number> {
  const { highest } = await db
    .selectFrom('credential_value')
    .select((eb) => eb.fn.max('generation').as('highest'))
    .where('credential_id', '=', credentialId)
    .executeTakeFirstOrThrow()
  return highest ?? 0
}

/** Inserts a value. Lock the credential's row first. */
export async function insertValue(trx: Trx, row: CredentialValueRow): Promise<void> {
  await trx.insertInto('credential_value').values(row).execute()
}

/** Deletes a value, because it becomes the current one. Its trials end. */
export async function deleteValue(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom('credential_value').where('id', '=', id).execute()
}

/** Keeps the key of a previous value from being revoked when the value is erased. */
export async function keepKeyOfValue(trx: Trx, id: string): Promise<void> {
  await trx.updateTable('credential_value').set({ revoke_on_erase: 0 }).where('id', '=', id).execute()
}

/** Changes the result of the last verification of a value. */
export async function updateValueStatus(
  db: Db | Trx,
  id: string,
  change: Pick<CredentialValueRow, 'status'> & Partial<Pick<CredentialValueRow, 'identity'>>,
): Promise<void> {
  await db.updateTable('credential_value').set(change).where('id', '=', id).execute()
}

/** Records that the provider no longer accepts an erased value, because it was revoked. */
export async function markValueRevoked(
  trx: Trx,
  { credentialId, generation }: { credentialId: string; generation: number },
): Promise<void> {
  await trx
    .updateTable('credential_value')
    .set({ status: 'failing' })
    .where('credential_id', '=', credentialId)
    .where('generation', '=', generation)
    .where('state', '=', 'retired')
    .execute()
}

/** Erases the value of a credential in this state. Its trials end. @returns the generation of the erased value */
export async function retireValue(
  trx: Trx,
  credentialId: string,
  state: 'pending' | 'previous',
): Promise<number | undefined> {
  const value = await findValueIn(trx, credentialId, state)
  if (!value) return undefined
  await trx.deleteFrom('value_trial').where('value_id', '=', value.id).execute()
  await trx
    .updateTable('credential_value')
    .set({ state: 'retired', sealed: null, erase_at: null, revoke_on_erase: 0 })
    .where('id', '=', value.id)
    .execute()
  const listed = trx
    .selectFrom('credential_value')
    .select('id')
    .where('credential_id', '=', credentialId)
    .where('state', '=', 'retired')
    .orderBy('generation', 'desc')
    .limit(LISTED)
  await trx
    .deleteFrom('credential_value')
    .where('credential_id', '=', credentialId)
    .where('state', '=', 'retired')
    .where('id', 'not in', listed)
    .execute()
  return value.generation
}

/** Returns credentials whose previous value is to be erased by now, at most `limit`. */
export async function findValuesToErase(
  db: Db,
  { now, limit }: { now: string; limit: number },
): Promise<{ credentialId: string; workspaceId: string }[]> {
  return await db
    .selectFrom('credential_value as v')
    .innerJoin('credential as c', 'c.id', 'v.credential_id')
    .select(['v.credential_id as credentialId', 'c.workspace_id as workspaceId'])
    .where('v.erase_at', '<=', now)
    .orderBy('v.erase_at')
    .limit(limit)
    .execute()
}

/** Shortens the time of previous values that would be erased after a time. Times are ISO 8601. */
export async function shortenPreviousValues(
  db: Db,
  { after, to }: { after: string; to: string },
): Promise<void> {
  await db.updateTable('credential_value').set({ erase_at: to }).where('erase_at', '>', after).execute()
}

/** Replaces the flows that try a value. */
export async function replaceTrials(trx: Trx, valueId: string, flowIds: readonly string[]): Promise<void> {
  await trx.deleteFrom('value_trial').where('value_id', '=', valueId).execute()
  if (flowIds.length === 0) return
  await trx
    .insertInto('value_trial')
    .values(flowIds.map((flowId) => ({ flow_id: flowId, value_id: valueId })))
    .execute()
}

/** Returns those of the flows that have a step with the credential. */
export async function findFlowsWith(
  trx: Trx,
  {
    workspaceId,
    credentialId,
    flowIds,
  }: { workspaceId: string; credentialId: string; flowIds: readonly string[] },
): Promise<string[]> {
  if (flowIds.length === 0) return []
  const rows = await trx
    .selectFrom('flow as f')
    .innerJoin('flow_step as s', 's.flow_id', 'f.id')
    .select('f.id')
    .distinct()
    .where('f.workspace_id', '=', workspaceId)
    .where('f.id', 'in', flowIds)
    .where('s.credential_id', '=', credentialId)
    .execute()
  return rows.map(({ id }) => id)
}

/** Returns the flows that try a value, in the order of their names. */
export async function findTrials(db: Db, valueId: string): Promise<{ id: string; name: string }[]> {
  return await db
    .selectFrom('value_trial as t')
    .innerJoin('flow as f', 'f.id', 't.flow_id')
    .select(['f.id', 'f.name'])
    .where('t.value_id', '=', valueId)
    // A flow may have got another credential since then.
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('flow_step as s')
          .innerJoin('credential_value as v', 'v.credential_id', 's.credential_id')
          .select('s.id')
          .whereRef('s.flow_id', '=', 'f.id')
          .where('v.id', '=', valueId),
      ),
    )
    .orderBy('f.name_order')
    .orderBy('f.id')
    .execute()
}
