import { nkeys } from '@nats-io/nats-core'
import { line } from './lines.ts'
import type { Peer } from './peer.ts'

// The part of the NATS client protocol and its logins that scripted servers need:
// docs.nats.io/reference/reference-protocols/nats-protocol.

const nonce = 'PXoWU7zWAMt75FY'
export const info = (more: object = {}) =>
  Buffer.from(`INFO ${JSON.stringify({ version: '2.12.0', proto: 1, ...more })}\r\n`)
export const infoWithAuth = (more: object = {}) => info({ auth_required: true, nonce, ...more })
export const pong = Buffer.from('PONG\r\n')
export const failure = (text: string) => Buffer.from(`-ERR '${text}'\r\n`)

export interface Connect {
  user?: string
  pass?: string
  auth_token?: string
  jwt?: string
  nkey?: string
  sig?: string
  tls_required?: boolean
}

/** Reads CONNECT and PING, which follow the greeting. */
export async function connect(peer: Peer): Promise<Connect> {
  const [, json = ''] = /^CONNECT (.*)$/.exec(await line(peer)) ?? []
  if ((await line(peer)) !== 'PING') throw new Error('Expected PING.')
  return JSON.parse(json)
}

/** Returns whether the nonce is signed with that user's key. */
export function isSigned({ sig = '' }: Connect, user: string | undefined): boolean {
  const signature = Buffer.from(sig, 'base64url')
  return user !== undefined && nkeys.fromPublic(user).verify(Buffer.from(nonce), signature)
}

/** Returns the user of a JWT, or undefined if the account did not sign it. */
export function userOf(jwt: string, account: string): string | undefined {
  const [header = '', claims = '', signature = ''] = jwt.split('.')
  const isGenuine = nkeys
    .fromPublic(account)
    .verify(Buffer.from(`${header}.${claims}`), Buffer.from(signature, 'base64url'))
  return isGenuine ? JSON.parse(Buffer.from(claims, 'base64url').toString()).sub : undefined
}

/** Returns a credentials file, as nsc writes it, for a new user of the account. */
export function credentialsOf(account: nkeys.KeyPair, claims: object): string {
  const user = nkeys.createUser()
  const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = [
    base64({ typ: 'JWT', alg: 'ed25519-nkey' }),
    base64({ ...claims, sub: user.getPublicKey(), iss: account.getPublicKey() }),
  ].join('.')
  return [
    '-----BEGIN NATS USER JWT-----',
    `${signed}.${Buffer.from(account.sign(Buffer.from(signed))).toString('base64url')}`,
    '------END NATS USER JWT------',
    '',
    '************************* IMPORTANT *************************',
    'NKEY Seed printed below can be used to sign and prove identity.',
    'NKEYs are sensitive and should be treated as secrets.',
    '',
    '-----BEGIN USER NKEY SEED-----',
    seedOf(user),
    '------END USER NKEY SEED------',
    '',
    '*************************************************************',
    '',
  ].join('\n')
}

export const seedOf = (user: nkeys.KeyPair) => Buffer.from(user.getSeed()).toString()
