import type { RequestListener } from 'node:http'

/**
 * A GitLab server with personal access tokens: it describes the token of a request, and revokes it.
 * Source: docs.gitlab.com/api/personal_access_tokens, “Self-inform” and “Self-revoke”.
 */
export interface FakeGitLab {
  /** The valid tokens. */
  tokens: Set<string>
  /** While set, revocations get this status. */
  refusal?: number
  /** While set, what something in front of the server answers to revocations. */
  instead?: { status: number; type: string; body: string }
  /** Delays revocations. */
  hold?: Promise<void>
  /** The tokens whose revocation was requested, in order. */
  revocations: string[]
  listener: RequestListener
}

/** Creates a GitLab server with these tokens. */
export function createFakeGitLab(...tokens: string[]): FakeGitLab {
  const server: FakeGitLab = {
    tokens: new Set(tokens),
    revocations: [],
    async listener(request, response) {
      const token = String(request.headers['private-token'])
      const answer = (status: number, body?: object) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(body && JSON.stringify(body))
      if (request.url !== '/api/v4/personal_access_tokens/self') return answer(404, {})
      if (request.method === 'DELETE') {
        server.revocations.push(token)
        await server.hold
        if (server.refusal) return answer(server.refusal, {})
        const { instead } = server
        if (instead)
          return response.writeHead(instead.status, { 'content-type': instead.type }).end(instead.body)
      }
      if (!server.tokens.has(token)) return answer(401, { message: '401 Unauthorized' })
      if (request.method === 'GET')
        return answer(200, { id: 1, name: 'Flows', active: true, scopes: ['api'] })
      server.tokens.delete(token)
      return answer(204)
    },
  }
  return server
}
