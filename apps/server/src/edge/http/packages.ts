import { existsSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** The folder of the packages. Resolved from package.json, so it is right for sources and for a build. */
const PACKAGES = join(dirname(findPackageJSON('..', import.meta.url) ?? ''), '../../packages')

/** Serves `/packages/client.tgz`: the typed client of exactly this version, for npm. */
export async function packages(app: FastifyInstance): Promise<void> {
  if (!existsSync(join(PACKAGES, 'client/client.tgz'))) return
  await app.register(fastifyStatic, { root: PACKAGES, serve: false })
  app.get('/packages/client.tgz', (_request, reply) => reply.sendFile('client/client.tgz'))
}
