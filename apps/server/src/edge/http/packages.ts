import { existsSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** The folder of the packages. Resolved from package.json, so it is right for sources and for a build. */
const PACKAGES = join(dirname(findPackageJSON('..', import.meta.url) ?? ''), '../../packages')

/** Serves the packages for other repositories in exactly this version. */
export async function packages(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, { root: PACKAGES, serve: false })
  for (const name of ['client', 'connect', 'picker']) {
    const file = `${name}/${name}.tgz`
    if (existsSync(join(PACKAGES, file)))
      app.get(`/packages/${name}.tgz`, (_request, reply) => reply.sendFile(file))
  }
}
