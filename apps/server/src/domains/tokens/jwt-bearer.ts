import { randomUUID } from 'node:crypto'
import { renderTemplate } from '@stepkey/shared/auth/template'
import type { JwtBearer } from '@stepkey/shared/component'
import { SignJWT } from 'jose'
import { renderedParameters, requestFromTokenEndpoint, signingKey } from './token-endpoint.ts'
import type { TokenPorts, TokenResult } from './token-result.ts'

/** Lifetime of an assertion, in seconds. It allows for some clock skew. */
const LIFETIME = 300

/** Requests a token with an assertion signed by the service account's key: RFC 7523 section 2.1. */
export async function jwtBearer(
  grant: JwtBearer,
  values: Record<string, unknown>,
  ports: TokenPorts,
): Promise<TokenResult> {
  const key = await signingKey(renderTemplate(grant.key, values))
  const issuedAt = Math.floor(ports.now.getTime() / 1000)
  const keyId = renderTemplate(grant.keyId ?? '', values)
  const assertion = await new SignJWT(Object.fromEntries(renderedParameters(grant.claims, values)))
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(keyId && { kid: keyId }) })
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + LIFETIME)
    .setJti(randomUUID())
    .sign(key)
  const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
  return await requestFromTokenEndpoint(
    grant,
    values,
    { grantType, parameters: [['assertion', assertion]] },
    ports,
  )
}
