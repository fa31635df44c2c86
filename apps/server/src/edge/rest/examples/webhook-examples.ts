import { at, type Examples, ids } from './example.ts'

const webhook = {
  id: ids.webhook,
  name: 'Alarm',
  url: 'https://hooks.example.com/stepkey',
  events: ['credential.failing', 'flow.blocked'],
  isEnabled: true,
  disabledReason: null,
  failingSince: null,
  lastDeliveredAt: null,
  oldSecretUntil: null,
  createdAt: at,
  updatedAt: at,
}
const delivery = {
  id: ids.delivery,
  eventId: ids.event,
  type: 'webhook.test',
  isAgain: false,
  status: 'pending',
  attempts: 0,
  problem: null,
  httpStatus: null,
  durationMs: null,
  createdAt: at,
  nextAttemptAt: at,
  deliveredAt: null,
}

/** A webhook, and a delivery to it. */
export const webhookExamples: Examples = {
  'POST /webhooks': {
    body: { name: webhook.name, url: webhook.url, events: webhook.events },
    answers: { 201: { webhook, secret: 'whsec_…' } },
  },
  'GET /webhooks': { answers: { 200: [webhook] } },
  'PATCH /webhooks/{webhookId}': { body: { events: null }, answers: { 200: { ...webhook, events: null } } },
  'POST /webhooks/{webhookId}/rotate-secret': {
    answers: { 200: { secret: 'whsec_…', oldSecretUntil: '2026-11-29T09:15:00.000Z' } },
  },
  'POST /webhooks/{webhookId}/test': { answers: { 200: { outcome: 'queued', delivery } } },
  'GET /webhooks/{webhookId}/deliveries': {
    query: { status: 'pending' },
    parameters: { cursor: ids.delivery, objectId: ids.event },
  },
  'GET /deliveries/{deliveryId}': {
    answers: {
      200: {
        ...delivery,
        webhookId: ids.webhook,
        lastAttemptAt: null,
        request: {
          headers: [
            { name: 'content-type', value: 'application/json' },
            { name: 'user-agent', value: 'Stepkey' },
            { name: 'webhook-id', value: ids.event },
            { name: 'webhook-signature', value: null },
          ],
          payload: '{"type":"webhook.test","timestamp":"…","data":{"webhook":{"id":"…","name":"Alarm"}}}',
        },
        response: null,
      },
    },
  },
  'POST /deliveries/{deliveryId}/redeliver': { answers: { 200: { outcome: 'queued', delivery } } },
  'DELETE /webhooks/{webhookId}': {},
}
