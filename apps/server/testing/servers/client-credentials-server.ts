import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'

/** A token endpoint for the client credentials grant. Each of its access tokens names the secret it was issued for. */
export interface ClientCredentialsServer {
  listener: (request: IncomingMessage, response: ServerResponse) => Promise<unknown>
  /** The accepted client secrets. */
  secrets: Set<string>
  /** Lifetime of access tokens, in seconds. */
  lifetime: number
  /** Returns how long a response takes, in milliseconds. */
  delay: () => number
  /** Number of issued access tokens. */
  made: number
}

/** Creates a token endpoint at `/token` that accepts no secret yet. Its API at any other path accepts its tokens. */
export function createClientCredentialsServer(): ClientCredentialsServer {
  const server: ClientCredentialsServer = {
    secrets: new Set(),
    lifetime: 3600,
    delay: () => 0,
    made: 0,
    listener: async (request, response) => {
      const authorization = request.headers.authorization ?? ''
      const answer = (status: number, body: object) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      if (request.url !== '/token') {
        const secret = secretOfToken(authorization.replace('Bearer ', ''))
        return answer(secret !== undefined && server.secrets.has(secret) ? 200 : 401, {})
      }
      const [, secret = ''] = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().split(':')
      await setTimeout(server.delay())
      if (!server.secrets.has(secret)) return answer(401, { error: 'invalid_client' })
      const access_token = `${++server.made}${FOR}${secret}`
      return answer(200, { access_token, token_type: 'Bearer', expires_in: server.lifetime })
    },
  }
  return server
}

const FOR = '-for-'

/** Returns the client secret that an access token was issued for. */
export const secretOfToken = (accessToken: string): string | undefined => accessToken.split(FOR)[1]
