import { openValues } from '../../src/domains/credentials/credential-values.ts'
import { openToken } from '../../src/domains/credentials/token-store.ts'
import type { Stepkey } from '../stepkey.ts'
import type { Contestants } from './value-race.ts'

/** Returns the generation and the origin of every value and token of a credential that is stored in full. */
export async function readOrigins(
  { db, keyring }: Stepkey['deps'],
  credentialId: string,
  { originOfValues, originOfToken }: Pick<Contestants, 'originOfValues' | 'originOfToken'>,
) {
  const row = await db
    .selectFrom('credential')
    .selectAll()
    .where('id', '=', credentialId)
    .executeTakeFirstOrThrow()
  const others = await db
    .selectFrom('credential_value')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .execute()
  const token = await db
    .selectFrom('credential_token')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .executeTakeFirst()

  const found: { generation: number; origin: string | undefined }[] = []
  const values = [
    row,
    ...others.flatMap(({ sealed, generation }) =>
      sealed ? { ...row, sealed, seal_version: generation } : [],
    ),
  ]
  for (const value of values) {
    const origin = originOfValues((await openValues(keyring, value)).reveal())
    if (origin !== undefined) found.push({ generation: value.seal_version, origin })
  }
  // A stored token is one of the current value.
  if (token?.sealed) {
    const { access_token } = await openToken(keyring, row, { sealed: token.sealed, version: token.version })
    found.push({ generation: row.seal_version, origin: originOfToken(String(access_token)) })
  }
  return found
}
