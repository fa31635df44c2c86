import type { NoticeEventRow } from '../../platform/database/tables.ts'

type Event = Pick<NoticeEventRow, 'credential_id' | 'revocation_id' | 'kind'>

/**
 * Returns the events that are left of untold ones: of each credential at most one failure or recovery, and the last
 * event of each other kind. A failure that ended before it was told, and a recovery that did, are left out.
 * @param events in the order in which they happened
 */
export function netEvents<E extends Event>(events: readonly E[]): E[] {
  const changes = new Map<string, { first: E; last: E }>()
  const others = new Map<string, E>()
  for (const event of events) {
    const id = event.credential_id ?? event.revocation_id ?? ''
    if (event.kind === 'failing' || event.kind === 'recovered') {
      const first = changes.get(id)?.first ?? event
      changes.set(id, { first, last: event })
    } else {
      others.set(`${id} ${event.kind}`, event)
    }
  }
  const changed = [...changes.values()].flatMap(({ first, last }) => (first.kind === last.kind ? [last] : []))
  return [...changed, ...others.values()]
}
