import { componentJsonSchema } from '@stepkey/shared/definition-schema'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../../config.ts'

/** Serves `/schemas/component/v1.json`: the JSON Schema of component definitions, for editors and other programs. */
export async function schemas(
  app: FastifyInstance,
  { config }: { config: Pick<Config, 'publicUrl'> },
): Promise<void> {
  let document: string | undefined
  app.get('/schemas/component/v1.json', (_request, reply) => {
    document ??= JSON.stringify(componentJsonSchema(config.publicUrl))
    return reply
      .header('content-type', 'application/schema+json')
      .header('cache-control', 'no-cache')
      .send(document)
  })
}
