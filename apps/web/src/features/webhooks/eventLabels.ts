import type { SentEventType, WebhookEventType } from '@stepkey/shared/webhook'

/** What each event tells, in the words of the screen and in the order of how much it matters. */
export const eventLabels: Record<WebhookEventType, { title: string; sentence: string }> = {
  'credential.failing': {
    title: 'A credential fails',
    sentence: 'Its application refuses it, or its access was lost. Says which active flows it touches.',
  },
  'credential.recovered': {
    title: 'A credential works again',
    sentence: 'One that was failing was accepted.',
  },
  'credential.expiring': {
    title: 'A credential ends soon',
    sentence: 'A week ahead, where the application told when, and only a person can replace it.',
  },
  'flow.blocked': {
    title: 'A flow is held back',
    sentence: 'It could not be activated, or not be saved while it was active, and for which steps.',
  },
  'credential.created': { title: 'A credential was created', sentence: 'Somebody added one.' },
  'credential.changed': {
    title: 'A credential was changed',
    sentence: 'It has another name or other values.',
  },
  'credential.deleted': { title: 'A credential was deleted', sentence: 'No active flow used it.' },
}

export const EVENTS = Object.keys(eventLabels) as WebhookEventType[]

export const eventTitle = (type: SentEventType): string =>
  type === 'webhook.test' ? 'A test' : eventLabels[type].title

/** “All events”, “3 of 7 events”, or the one. */
export function describeEvents(events: readonly WebhookEventType[] | null): string {
  if (events === null) return 'All events'
  const [only] = events
  return events.length === 1 && only ? eventTitle(only) : `${events.length} of ${EVENTS.length} events`
}
