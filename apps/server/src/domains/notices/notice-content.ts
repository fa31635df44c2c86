import { NOTICE_KINDS, type NoticeKind } from '@stepkey/shared/notice'
import type { Trx } from '../../platform/database/database.ts'
import type { NoticeEventRow } from '../../platform/database/tables.ts'
import type { WorkspaceContext } from '../context.ts'
import { findRecentFlows } from '../usage/owner-issues.ts'
import { findUsage } from '../usage/usage.ts'
import { findTold, findToldRevocations, type ToldCredential } from './recipient-table.ts'

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

/** One credential, or one revocation that was given up. */
export interface NoticeItem {
  id: string
  componentId: string
  component: string
  name: string
  /** The customer that the credential belongs to. Credentials of several customers can have the same name. */
  owner?: string
  /** The names of the first active flows that use the credential, or lately got it for its owner. */
  flows: string[]
  otherFlows: number
  /** When the credential expires, ISO 8601. Only of the kind `expiring`. */
  expiresAt?: string
  /** What may still work at the provider. Only of the kind `not_revoked`. */
  notRevoked?: 'key' | 'access'
}

/** A credential, or a revocation that was given up, with the kind of notice that its event is now. */
export interface Told {
  kind: NoticeKind
  subject: Pick<ToldCredential, 'id' | 'component_id' | 'name' | 'is_used'> & { owner?: string }
  /** When the event happened, ISO 8601. */
  at: string
  expiresAt?: string
  notRevoked?: 'key' | 'access'
}

type Event = Pick<NoticeEventRow, 'credential_id' | 'revocation_id' | 'kind' | 'expires_at' | 'created_at'>

/**
 * Returns what is still true of the events: a credential that was deleted, unfrozen or replaced in the meantime is left
 * out, the recovery of one that was frozen, and a revocation that was taken off the list.
 */
export async function readTold(trx: Trx, workspaceId: string, events: readonly Event[]): Promise<Told[]> {
  const idsOf = (column: 'credential_id' | 'revocation_id') => [
    ...new Set(events.flatMap((event) => event[column] ?? [])),
  ]
  const credentials = await findTold(trx, workspaceId, idsOf('credential_id'))
  const revocations = await findToldRevocations(trx, workspaceId, idsOf('revocation_id'))
  return events.flatMap(
    ({ credential_id, revocation_id, kind: event, expires_at, created_at: at }): Told[] => {
      const revocation = revocations.get(revocation_id ?? '')
      if (revocation) {
        const notRevoked = revocation.is_grant === 1 ? 'access' : 'key'
        return [{ kind: 'not_revoked', subject: { ...revocation, is_used: false }, at, notRevoked }]
      }
      const subject = credentials.get(credential_id ?? '')
      const kind = subject && kindNow(subject, event, expires_at)
      if (!subject || !kind) return []
      return [{ kind, subject, at, ...(kind === 'expiring' && expires_at && { expiresAt: expires_at }) }]
    },
  )
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
      return isFailing || frozen_at !== null ? undefined : 'recovered'
    case 'frozen':
      return frozen_at !== null && is_used ? 'flow_blocked' : undefined
    case 'expiring':
      return expiry !== null && [expires_at, ends_at].includes(expiry) ? 'expiring' : undefined
    case 'not_revoked':
      return undefined
  }
}

/** Whether a recipient who is told of these kinds is told of a credential. */
export const concerns = ({ kind, subject }: Told, kinds: readonly NoticeKind[]): boolean =>
  kinds.includes(kind) ||
  // A failing credential blocks its flows. One message says both.
  ((kind === 'failing' || kind === 'reconnect') && subject.is_used && kinds.includes('flow_blocked'))

/** Composes contents. Reads the flows and the component of each credential once for all recipients. */
export function createComposer(
  trx: Trx,
  { workspaceId, catalog, clock }: Pick<WorkspaceContext, 'workspaceId' | 'catalog' | 'clock'>,
) {
  const items = new Map<string, Promise<NoticeItem>>()
  async function itemOf({ subject, expiresAt, notRevoked }: Told): Promise<NoticeItem> {
    const { id, component_id: componentId, name, owner } = subject
    const used = await findUsage(trx, workspaceId, id, { activeOnly: true })
    const recent = await findRecentFlows(trx, { workspaceId, clock }, subject)
    const flows = new Map([...used.flows, ...recent.flows].map((flow) => [flow.id, flow.name]))
    return {
      id,
      componentId,
      component: (await catalog.find(workspaceId, componentId))?.title ?? componentId,
      name,
      ...(owner && { owner }),
      flows: [...flows.values()].slice(0, NAMED_FLOWS),
      otherFlows: Math.max(flows.size - NAMED_FLOWS, 0) + used.hidden + recent.hidden,
      ...(expiresAt && { expiresAt }),
      ...(notRevoked && { notRevoked }),
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
        const key = `${kind} ${one.subject.id}`
        const item = items.get(key) ?? itemOf(one)
        items.set(key, item)
        named.push(await item)
      }
      sections.push({ kind, total: ofKind.length, named })
    }
    return sections
  }
}
