import { hash, randomBytes } from 'node:crypto'

/** An opaque random token of 256 bits, and what is stored of it. */
export function newToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashToken(token) }
}

/** Tokens are random, so a plain hash is enough to make a stolen table worthless. */
export const hashToken = (token: string): string => hash('sha256', token, 'hex')
