import type { SentEventType, WebhookEventType } from '@stepkey/shared/webhook'

/** The labels of the events, the most important first. */
export const eventLabels: Record<WebhookEventType, { title: string; description: string }> = {
  'credential.failing': {
    title: 'A credential fails',
    description: 'The provider rejects it, or its access was lost. Names the affected active flows.',
  },
  'credential.recovered': {
    title: 'A credential works again',
    description: 'A failing credential was verified.',
  },
  'credential.expiring': {
    title: 'A credential expires soon',
    description:
      'Sent 30, 7 and 1 days ahead if the expiry is known and Stepkey can’t refresh the credential.',
  },
  'flow.blocked': {
    title: 'A flow is blocked',
    description: 'It could not be activated, or not be saved while active. Names the blocking steps.',
  },
  'credential.created': { title: 'A credential was created', description: 'A credential was added.' },
  'credential.changed': {
    title: 'A credential was changed',
    description: 'Its name or its values were changed.',
  },
  'credential.deleted': { title: 'A credential was deleted', description: 'No active flow used it.' },
}

/** All events, in the order of the labels. */
export const EVENTS = Object.keys(eventLabels) as WebhookEventType[]

/** Returns the title of an event. */
export const eventTitle = (type: SentEventType): string =>
  type === 'webhook.test' ? 'Test event' : eventLabels[type].title

/** Returns “All events”, “3 of 7 events”, or the title of a single event. */
export function describeEvents(events: readonly WebhookEventType[] | null): string {
  if (events === null) return 'All events'
  const [only] = events
  return events.length === 1 && only ? eventTitle(only) : `${events.length} of ${EVENTS.length} events`
}
