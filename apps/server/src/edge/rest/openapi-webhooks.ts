import { ObjectId } from '@stepkey/shared/inputs'
import { payloadOf, SentEventType } from '@stepkey/shared/webhook'
import { z } from 'zod'
import { type Json, type NamedSchemas, parameterOf } from './openapi-schemas.ts'

const summaries: Record<SentEventType, string> = {
  'credential.created': 'A credential was created',
  'credential.changed': 'The name or the values of a credential were changed',
  'credential.failing': 'The target rejected a working credential, or its grant was lost',
  'credential.recovered': 'A failing credential works again',
  'credential.expiring': 'A credential expires in 30 days, 7 days or 1 day, and must be replaced by a user',
  'credential.deleted': 'A credential was deleted',
  'flow.blocked': 'A flow could not be activated, or an active flow could not be saved, because of its steps',
  'webhook.test': 'A user sent a test event',
}

const headers = {
  'webhook-id': ObjectId.describe(
    'The id of the event. It stays the same in retries, so a receiver can ignore an event that it has seen.',
  ),
  'webhook-timestamp': z.string().describe('When this attempt was sent, in seconds since 1970.'),
  'webhook-signature': z
    .string()
    .describe('The signature as defined by Standard Webhooks; two while a secret is being replaced.'),
}

const pascal = (type: string) => type.replace(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase())
const nameOf = (type: SentEventType) => `${pascal(type)}Event`

/** Returns the OpenAPI description of the events, from the schemas that they are parsed with before they are sent. */
export const webhooks = (schemas: NamedSchemas): Json =>
  Object.fromEntries(
    SentEventType.options.map((type) => [
      type,
      {
        post: {
          operationId: `on${pascal(type)}`,
          summary: summaries[type],
          tags: ['webhooks'],
          // The receiver authenticates the sender by the signature.
          security: [],
          parameters: Object.entries(headers).map(([name, schema]) =>
            parameterOf({ name, in: 'header', required: true }, schemas.ofOutput(schema)),
          ),
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: schemas.define(nameOf(type), schemas.ofOutput(payloadOf(type))) },
            },
          },
          responses: {
            '2XX': { description: 'The receiver accepted the event.' },
            '410': { description: 'The receiver does not exist any more. Stepkey disables the webhook.' },
          },
        },
      },
    ]),
  )
