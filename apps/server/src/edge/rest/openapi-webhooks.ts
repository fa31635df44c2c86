import { payloadOf, SentEventType } from '@stepkey/shared/webhook'
import type { z } from 'zod'

type Json = Record<string, unknown>

const summaries: Record<SentEventType, string> = {
  'credential.created': 'A credential was created',
  'credential.changed': 'Name or values of a credential were changed',
  'credential.failing': 'A credential that worked is refused by its application, or has lost its access',
  'credential.recovered': 'A credential that was failing works again',
  'credential.expiring': 'A credential ends within seven days, and only a person can replace it',
  'credential.deleted': 'A credential was deleted',
  'flow.blocked': 'A flow could not be activated, or an active one not be saved, because of its steps',
  'webhook.test': 'Somebody asked for a test',
}

const headers = {
  'webhook-id': 'The event: the same each time that it is sent. Whoever has seen it already can ignore it.',
  'webhook-timestamp': 'When it is sent, in seconds since 1970.',
  'webhook-signature': 'One signature, or two while a secret is being replaced, as Standard Webhooks says.',
}

/** What is posted to webhooks, from the very schemas that everything is parsed with before it leaves. */
export const webhooks = (toSchema: (schema: z.ZodType, io: 'output') => Json): Json =>
  Object.fromEntries(
    SentEventType.options.map((type) => [
      type,
      {
        post: {
          operationId: `told${type.replace(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
          summary: summaries[type],
          tags: ['webhooks'],
          // The receiver knows the sender by the signature.
          security: [],
          parameters: Object.entries(headers).map(([name, description]) => ({
            name,
            in: 'header',
            required: true,
            description,
            schema: { type: 'string' },
          })),
          requestBody: {
            required: true,
            content: { 'application/json': { schema: toSchema(payloadOf(type), 'output') } },
          },
          responses: {
            '2XX': { description: 'Arrived.' },
            '410': { description: 'The receiver is gone for good: the webhook is switched off.' },
          },
        },
      },
    ]),
  )
