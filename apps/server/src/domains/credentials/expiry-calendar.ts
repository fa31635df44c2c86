import type { CredentialSummary } from '@stepkey/shared/credential'
import ical, { ICalAlarmType } from 'ical-generator'
import { DAY, SECOND } from '../../platform/time.ts'
import type { CatalogView } from '../catalog/catalog.ts'
import { endOfAccess } from './end-of-access.ts'

/** How many days before the end of an access a calendar reminds of it: as often as the events and mails. */
const REMINDERS = [30, 7, 1] as const

/**
 * Returns a calendar (RFC 5545) with the ends of the access of credentials. Credentials without a known end are left out.
 * @param options.publicUrl the address of this installation, for links to the credentials
 */
export async function toCalendar(
  { catalog, workspaceId }: CatalogView,
  credentials: readonly CredentialSummary[],
  { publicUrl }: { publicUrl: string },
): Promise<string> {
  const titles = new Map((await catalog.list(workspaceId)).map(({ id, title }) => [id, title]))
  const calendar = ical({
    name: 'Stepkey: access that ends',
    prodId: '//Stepkey//Credentials//EN',
    ttl: 3600,
  })
  for (const credential of credentials) {
    const { id, componentId, name, activeFlowCount, updatedAt, receipt } = credential
    const end = endOfAccess(credential)
    if (end === undefined) continue
    // A verification can learn of another end, without a change of the credential.
    const lastChange = Math.max(Date.parse(updatedAt), Date.parse(receipt?.checkedAt ?? updatedAt))
    const event = calendar.createEvent({
      id: `expiry-${id}@stepkey`,
      start: new Date(end),
      end: new Date(end),
      stamp: new Date(lastChange),
      summary: `Access ends: ${name} (${titles.get(componentId) ?? componentId})`,
      description:
        activeFlowCount === 0
          ? 'No active flow uses it.'
          : `Active flows that use it: ${activeFlowCount}. They fail from then on.`,
      url: `${publicUrl}/w/${workspaceId}/credentials/${componentId}/${id}`,
    })
    for (const days of REMINDERS)
      event.createAlarm({ type: ICalAlarmType.display, trigger: (days * DAY) / SECOND })
  }
  return calendar.toString()
}
