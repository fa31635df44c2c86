import type { NoticeKind } from '@stepkey/shared/notice'
import { oneLine } from '../../platform/mail/mail.ts'
import type { NoticeContent, NoticeItem, NoticeSection } from './notice-content.ts'

/** The headings of each kind, for one credential and for several. */
const headings: Record<NoticeKind, (n: number) => string> = {
  failing: (n) => (n === 1 ? '1 credential fails' : `${n} credentials fail`),
  reconnect: (n) =>
    n === 1 ? '1 credential must be connected again' : `${n} credentials must be connected again`,
  flow_blocked: (n) => (n === 1 ? '1 frozen credential blocks flows' : `${n} frozen credentials block flows`),
  not_revoked: (n) => (n === 1 ? '1 revocation failed' : `${n} revocations failed`),
  expiring: (n) => (n === 1 ? '1 credential expires soon' : `${n} credentials expire soon`),
  recovered: (n) => (n === 1 ? '1 credential works again' : `${n} credentials work again`),
}

/** What the link of a credential leads to. */
const actions: Record<NoticeKind, string> = {
  failing: 'Fix it',
  reconnect: 'Connect again',
  flow_blocked: 'Unfreeze it',
  not_revoked: 'Show it',
  expiring: 'Replace it',
  recovered: 'Open it',
}

/** Returns the heading of a section. */
export const headingOf = ({ kind, total }: NoticeSection): string => headings[kind](total)

/** Returns the label of the link to a credential. */
export const actionOf = (kind: NoticeKind): string => actions[kind]

/** Returns the summary of a message, without any text of users: `2 credentials fail, 1 credential expires soon`. */
export const summaryOf = ({ sections }: NoticeContent): string => sections.map(headingOf).join(', ')

/** The kinds that the form of the credential repairs. */
const FORM: readonly NoticeKind[] = ['failing', 'reconnect', 'expiring']

/**
 * Returns the page that repairs a credential: with the form open, if a new value or a new connection does. Home lists
 * revocations that failed, because their credentials may be deleted.
 */
export const repairLink = (
  workspaceUrl: string,
  kind: NoticeKind,
  { componentId, id }: NoticeItem,
): string =>
  kind === 'not_revoked'
    ? `${workspaceUrl}/home`
    : `${workspaceUrl}/credentials/${encodeURIComponent(componentId)}/${id}${FORM.includes(kind) ? '?edit=1' : ''}`

/**
 * Returns the page that a message as a whole leads to: the repair of its only credential, the list of failing ones, or
 * the overview of what needs attention.
 */
export function messageLink(
  workspaceUrl: string,
  { sections }: NoticeContent,
): { label: string; url: string } {
  const [first, second] = sections
  const [item] = first?.named ?? []
  if (first && item && first.total === 1 && !second) {
    return { label: actionOf(first.kind), url: repairLink(workspaceUrl, first.kind, item) }
  }
  const isFailing = sections.every(({ kind }) => kind === 'failing')
  return isFailing
    ? { label: 'Show failing credentials', url: `${workspaceUrl}/credentials/all?status=failing` }
    : { label: 'Show what needs attention', url: `${workspaceUrl}/home` }
}

/** Returns what is said of a credential after its name. Owners and the names of flows are user input. */
export function detailsOf(item: NoticeItem): string[] {
  const { owner, flows, otherFlows, expiresAt, notRevoked, component } = item
  const more = otherFlows > 0 ? [`${otherFlows} more`] : []
  const named = [...flows.map((name) => `“${oneLine(name)}”`), ...more].join(', ')
  return [
    ...(owner === undefined ? [] : [`Owner: ${oneLine(owner)}`]),
    ...(notRevoked
      ? [
          `Stepkey could not revoke the ${notRevoked} at ${oneLine(component)}. It may still work; revoke it there.`,
        ]
      : []),
    ...(expiresAt ? [`Expires on ${expiresAt.slice(0, 10)}`] : []),
    ...(flows.length > 0
      ? [`Used by the active ${flows.length + otherFlows === 1 ? 'flow' : 'flows'} ${named}`]
      : []),
  ]
}
