import { LANGUAGES } from '@stepkey/shared/languages'
import { loadMessages } from '@stepkey/shared/load-messages'
import type { FastifyInstance } from 'fastify'

/** Serves `/schemas/messages/en.json` and the other languages: the texts that a branding can replace, for its authors. */
export async function messages(app: FastifyInstance): Promise<void> {
  for (const language of LANGUAGES) {
    app.get(`/schemas/messages/${language}.json`, async (_request, reply) =>
      reply
        .header('content-type', 'application/json; charset=utf-8')
        .header('cache-control', 'no-cache')
        .send(JSON.stringify(await loadMessages(language), null, 2)),
    )
  }
}
