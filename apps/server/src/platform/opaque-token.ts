import { hash, randomBytes } from 'node:crypto'

/** Returns a random token of 256 bits, and the hash under which it is stored. */
export function newToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashToken(token) }
}

/** Returns the hash of a token. Tokens are random, so an unsalted SHA-256 can't be reversed. */
export const hashToken = (token: string): string => hash('sha256', token, 'hex')
