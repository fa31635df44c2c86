import type { AuditEntry } from '@stepkey/shared/audit'
import { OPERATOR_ID, SERVER_ID, VISITOR_ID } from '@stepkey/shared/audit-actions'
import type { Actor } from '../context.ts'
import type { NamedEntryRow } from './store.ts'

/** Returns an actor as stored. A visitor is stored as a person with an id that belongs to no account. */
export const actorColumns = ({ kind, id }: Actor) => ({
  actor_kind: kind === 'visitor' ? ('person' as const) : kind,
  actor_id: id,
})

/** The names of actors without an account or API key. */
const fixedNames: Readonly<Record<string, string>> = {
  [SERVER_ID]: 'Stepkey itself',
  [OPERATOR_ID]: 'The operator',
  [VISITOR_ID]: 'A visitor who was not signed in',
}

/** Returns the name of a stored actor; undefined if it was deleted. */
export const actorName = ({
  actor_id,
  actor_name,
}: Pick<NamedEntryRow, 'actor_id' | 'actor_name'>): string | undefined =>
  fixedNames[actor_id] ?? actor_name ?? undefined

/** Returns a stored actor as shown, with its name. */
export function actorFromColumns(row: NamedEntryRow): AuditEntry['actor'] {
  const { actor_kind, actor_id } = row
  const name = actorName(row)
  const kind = actor_id === VISITOR_ID ? 'visitor' : actor_kind
  return { kind, id: actor_id, ...(name !== undefined && { name }) }
}
