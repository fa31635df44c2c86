import type { AuditEntry } from '@stepkey/shared/audit'
import { SERVER_ID, VISITOR_ID } from '@stepkey/shared/audit-actions'
import type { Actor } from '../context.ts'
import type { NamedEntryRow } from './store.ts'

/** Returns an actor as stored. A visitor is stored as a person with an id that belongs to no account. */
export const actorColumns = ({ kind, id }: Actor) => ({
  actor_kind: kind === 'visitor' ? ('person' as const) : kind,
  actor_id: id,
})

/** Returns a stored actor as shown, with its name. */
export function actorFromColumns({ actor_kind, actor_id, actor_name }: NamedEntryRow): AuditEntry['actor'] {
  if (actor_id === SERVER_ID) return { kind: 'operator', id: actor_id, name: 'Stepkey itself' }
  if (actor_kind === 'operator') return { kind: actor_kind, id: actor_id, name: 'The operator' }
  if (actor_id === VISITOR_ID) {
    return { kind: 'visitor', id: actor_id, name: 'A visitor who was not signed in' }
  }
  return { kind: actor_kind, id: actor_id, ...(actor_name !== null && { name: actor_name }) }
}
