import { type RawBuilder, type SqlBool, sql } from 'kysely'

/** The part of a workspace's credentials that exists for a caller who may not see all of them. */
export interface CredentialReach {
  /** Only credentials of these owners; empty text for the workspace itself. */
  owners?: readonly string[]
  componentIds?: readonly string[]
  methodIds?: readonly string[]
  /** Only this credential. */
  credentialId?: string
}

/** The credentials that an operation can see: those of a workspace, or the caller's part of them. */
export interface CredentialScope {
  workspaceId: string
  /** Absent: all credentials of the workspace. */
  reach?: CredentialReach
}

/** Returns the credentials that are in both of two reaches. */
export function narrowReach(
  { credentialId, ...reach }: CredentialReach,
  by: { [Member in 'owners' | 'componentIds' | 'methodIds']?: readonly string[] | undefined },
): CredentialReach {
  const both = (a: readonly string[] | undefined, b: readonly string[] | undefined) =>
    a && b ? a.filter((value) => b.includes(value)) : (a ?? b)
  const owners = both(reach.owners, by.owners)
  const componentIds = both(reach.componentIds, by.componentIds)
  const methodIds = both(reach.methodIds, by.methodIds)
  return {
    ...(owners && { owners }),
    ...(componentIds && { componentIds }),
    ...(methodIds && { methodIds }),
    ...(credentialId !== undefined && { credentialId }),
  }
}

/** Whether a caller's reach includes a credential. @param alias the name of its table in the query */
export function isInReach(alias: string, reach: CredentialReach): RawBuilder<SqlBool> {
  const { owners, componentIds, methodIds, credentialId } = reach
  const isOneOf = (column: string, values: readonly string[] | undefined) =>
    values &&
    (values.length > 0
      ? sql<SqlBool>`${sql.ref(`${alias}.${column}`)} in (${sql.join(values)})`
      : sql<SqlBool>`1 = 0`)
  const conditions = [
    isOneOf('owner', owners),
    isOneOf('component_id', componentIds),
    isOneOf('method_id', methodIds),
    credentialId && isOneOf('id', [credentialId]),
  ].filter((condition) => condition !== undefined && condition !== '')
  return conditions.length > 0 ? sql<SqlBool>`${sql.join(conditions, sql` and `)}` : sql<SqlBool>`1 = 1`
}
