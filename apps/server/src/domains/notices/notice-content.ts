import { NOTICE_KINDS, type NoticeKind } from '@stepkey/shared/notice'
import type { Trx } from '../../platform/database/database.ts'
import type { NoticeEventRow } from '../../platform/database/tables.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { findUsage } from '../usage/usage.ts'
import { findTold, type ToldCredential } from './recipient-table.ts'

/** Credentials of one kind, and flows of one credential, that a message names. It counts the others. */
const NAMED_CREDENTIALS = 20
const NAMED_FLOWS = 3

/** What a message says. The text is made from it at each attempt, so all attempts say the same. */
export interface NoticeContent {
  workspace: string
  isDaily: boolean
  sections: NoticeSection[]
}

/** The credentials of one kind. */
export interface NoticeSection {
  kind: NoticeKind
  total: number
  named: NoticeItem[]
}

/** One credential. */
export interface NoticeItem {
  id: string
  componentId: string
  component: string
  name: string
  /** The names of the first active flows that use the credential. */
  flows: string[]
  otherFlows: number
  /** When the credential expires, ISO 8601. Only of the kind `expiring`. */
  expiresAt?: string
}

/** A credential with the kind of notice that its event is now. */
export interface Told {
  kind: NoticeKind
  credential: ToldCredential
  /** When the event happened, ISO 8601. */
  at: string
  expiresAt?: string
}

/**
 * Returns what is still true of the events: a credential that was deleted, unfrozen or replaced in the meantime is left
 * out.
 */
export async function readTold(
  trx: Trx,
  workspaceId: string,
  events: readonly Pick<NoticeEventRow, 'credential_id' | 'kind' | 'expires_at' | 'created_at'>[],
): Promise<Told[]> {
  const credentials = await findTold(trx, workspaceId, [
    ...new Set(events.map(({ credential_id }) => credential_id)),
  ])
  return events.flatMap(({ credential_id, kind: event, expires_at, created_at: at }) => {
    const credential = credentials.get(credential_id)
    const kind = credential && kindNow(credential, event, expires_at)
    if (!credential || !kind) return []
    return [{ kind, credential, at, ...(kind === 'expiring' && expires_at && { expiresAt: expires_at }) }]
  })
}

function kindNow(
  { status, frozen_at, lost_reason, expires_at, ends_at, is_used }: ToldCredential,
  event: NoticeEventRow['kind'],
  expiry: string | null,
): NoticeKind | undefined {
  const isFailing = status === 'failing'
  switch (event) {
    case 'failing':
      return isFailing ? (lost_reason === null ? 'failing' : 'reconnect') : undefined
    case 'recovered':
      return isFailing ? undefined : 'recovered'
    case 'frozen':
      return frozen_at !== null && is_used ? 'flow_blocked' : undefined
    case 'expiring':
      return expiry !== null && [expires_at, ends_at].includes(expiry) ? 'expiring' : undefined
  }
}

/** Whether a recipient who is told of these kinds is told of a credential. */
export const concerns = ({ kind, credential }: Told, kinds: readonly NoticeKind[]): boolean =>
  kinds.includes(kind) ||
  // A failing credential blocks its flows. One message says both.
  ((kind === 'failing' || kind === 'reconnect') && credential.is_used && kinds.includes('flow_blocked'))

/** Composes contents. Reads the flows and the component of each credential once for all recipients. */
export function createComposer(trx: Trx, workspaceId: string, catalog: Catalog) {
  const items = new Map<string, Promise<NoticeItem>>()
  async function itemOf({ credential, expiresAt }: Told): Promise<NoticeItem> {
    const { id, component_id: componentId, name } = credential
    const { flows, hidden } = await findUsage(trx, workspaceId, id, { activeOnly: true })
    return {
      id,
      componentId,
      component: (await catalog.find(workspaceId, componentId))?.title ?? componentId,
      name,
      flows: flows.slice(0, NAMED_FLOWS).map((flow) => flow.name),
      otherFlows: Math.max(flows.length - NAMED_FLOWS, 0) + hidden,
      ...(expiresAt && { expiresAt }),
    }
  }

  /** Returns the sections of a message about these credentials, the most urgent kind first. */
  return async function compose(told: readonly Told[]): Promise<NoticeSection[]> {
    const sections: NoticeSection[] = []
    for (const kind of NOTICE_KINDS) {
      const ofKind = told.filter((one) => one.kind === kind)
      if (ofKind.length === 0) continue
      const named: NoticeItem[] = []
      for (const one of ofKind.slice(0, NAMED_CREDENTIALS)) {
        const key = `${kind} ${one.credential.id}`
        const item = items.get(key) ?? itemOf(one)
        items.set(key, item)
        named.push(await item)
      }
      sections.push({ kind, total: ofKind.length, named })
    }
    return sections
  }
}
