import { imageOf } from '@stepkey/shared/icon'
import type { FastifyInstance } from 'fastify'
import { findIcon } from '../../domains/catalog/component-icon.ts'
import type { Deps } from '../../domains/context.ts'

/**
 * Serves `/component-icons/{id}`: the image of a version of a workspace’s component, or of an operator’s component. Icons are no
 * secrets, and the ids of versions can’t be guessed. An image can’t run anything, even if it is opened as a page.
 */
export async function componentIcons(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  app.get('/component-icons/:id', async (request, reply) => {
    const { id } = request.params as { id: string }
    const icon = await findIcon(deps, id)
    const image = icon && imageOf(icon)
    if (!image) return reply.callNotFound()
    return reply
      .header('content-type', image.type)
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
      .header('x-content-type-options', 'nosniff')
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('cache-control', 'public, max-age=3600')
      .send(Buffer.from(image.bytes, 'latin1'))
  })
}
