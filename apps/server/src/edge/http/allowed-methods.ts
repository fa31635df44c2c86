import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Returns the HTTP methods that the routes at a path accept; none if there is no route. */
export type MethodsAt = (path: string) => readonly string[]

/** The routes for paths without another route. */
const CATCH_ALL = new Set(['/*', '/api/v1/*'])

/**
 * Collects the methods of all routes that are registered from now on. The router of fastify knows only whether a path
 * has a route for one method.
 */
export function collectMethods(app: FastifyInstance): MethodsAt {
  const methodsOf = new Map<string, string[]>()
  app.addHook('onRoute', ({ url, method }) => {
    if (!CATCH_ALL.has(url)) methodsOf.set(url, [...(methodsOf.get(url) ?? []), ...[method].flat()])
  })
  return (path) => [
    // A path without parameters is more specific than those with one that it also matches, as for fastify.
    ...new Set(
      methodsOf.get(path) ?? [...methodsOf].flatMap(([url, methods]) => (matches(url, path) ? methods : [])),
    ),
  ]
}

/** Whether a path is one of a route, such as `/flows/:flowId` or `/docs/*`. */
export function matches(url: string, path: string): boolean {
  if (!/[:*]/.test(url)) return url === path
  const pattern = url
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:\w+/g, '[^/]+')
    .replace('*', '.*')
  return new RegExp(`^${pattern}$`).test(path)
}

/** Returns the path of a request, without its query. */
export const pathOf = ({ url }: Pick<FastifyRequest, 'url'>): string => url.split('?')[0] ?? ''

/** Answers a request that has no route: 405 with `Allow` if the path accepts other methods, else 404. */
export function refuseUnrouted(request: FastifyRequest, reply: FastifyReply, methodsAt: MethodsAt) {
  const methods = methodsAt(pathOf(request))
  if (methods.length === 0 || methods.includes(request.method)) return reply.code(404).send(NOT_FOUND_BODY)
  return reply
    .code(405)
    .header('allow', methods.join(', '))
    .send({ error: describeMethods(methods) })
}

/** Returns the message for a method that an address does not accept. */
export const describeMethods = (methods: readonly string[]) =>
  `This address accepts only ${methods.join(', ')}.`

/** The body of 404 answers outside the API. */
export const NOT_FOUND_BODY = { error: 'There is nothing at this address.' }
