import type { Socket } from 'node:net'
import type { DriverOptions } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import ssh2, { type Algorithms, type Client } from 'ssh2'
import type { Egress } from '../../../platform/egress/egress.ts'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { filterStream } from './filter-stream.ts'
import { sshBanners, sshDisconnects } from './messages/ssh.ts'
import { findingOf } from './server-messages.ts'
import { type HostKeys, hostKeys } from './ssh-host-keys.ts'
import { type KeyProblem, openKey } from './ssh-key.ts'
import { type Login, SignIn } from './ssh-sign-in.ts'

/** The options of an SSH connection, with either a password or a private key. Missing values are empty or absent. */
export type SshOptions = DriverOptions['sftp']

interface SshPorts {
  egress: Egress
  signal: AbortSignal
  /** Runs when the login is proven. The session ends afterwards. */
  use(client: Client): Promise<Finding>
}

/** Signs in to an SSH server whose key is expected, and returns what `use` finds, or why the sign-in failed. */
export async function withSshSession(options: SshOptions, ports: SshPorts): Promise<Finding> {
  const login = await loginOf(options, ports.signal)
  if (typeof login === 'string') return { outcome: 'rejected', reason: login }
  let expectedKeys = hostKeys(options.hostKey)
  for (;;) {
    const { finding, unknownKey } = await attempt({ options, login, expectedKeys, ...ports })
    const remainingKeys = unknownKey && expectedKeys.without(unknownKey)
    if (!remainingKeys) return finding
    expectedKeys = remainingKeys
  }
}

/** Returns the login with the password or the opened private key, or the reason why the key can't be opened. */
async function loginOf(
  { user, password = '', privateKey, passphrase = '' }: SshOptions,
  signal: AbortSignal,
): Promise<Login | KeyProblem> {
  if (!privateKey) return { user, password }
  const key = await openKey(privateKey, passphrase, signal)
  return typeof key === 'string' ? key : { user, key }
}

interface Attempt extends SshPorts {
  options: SshOptions
  login: Login
  expectedKeys: HostKeys
}

/**
 * Signs in over one connection. Returns the server's key if it is not an expected one; then no login was sent.
 */
async function attempt({ options, login, expectedKeys, egress, signal, use }: Attempt): Promise<{
  finding: Finding
  unknownKey?: Buffer
}> {
  const socket = await egress.connect(options.host, Number(options.port), signal)
  // The protocol exchanges many small messages, so Nagle's algorithm would slow it down.
  socket.setNoDelay(true)
  const client = new ssh2.Client()
  const { promise, resolve, reject } = Promise.withResolvers<Finding>()
  const signIn = new SignIn(login, resolve)
  const bannerOf = captureBanner(socket)
  const fail = (error: SshError) => resolve(meaning(error, socket, { banner: bannerOf(), signIn }))
  let unknownKey: Buffer | undefined
  client.on('error', fail)
  client.once('close', () => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
  client.once('change password', () => resolve({ outcome: 'rejected', reason: 'password_expired' }))
  client.once('ready', () => {
    if (signIn.hasProved) use(client).then(resolve, reject)
    else resolve({ outcome: 'unexpected', reason: 'login_not_needed' })
  })
  try {
    client.connect({
      sock: socket,
      username: login.user,
      algorithms: { ...algorithms, serverHostKey: expectedKeys.algorithms },
      hostVerifier(key: Buffer) {
        unknownKey = expectedKeys.isKnown(key) ? undefined : key
        return !unknownKey
      },
      authHandler(offered, isPartial, next) {
        const method = signIn.next(offered, isPartial)
        if (method) next(method)
      },
      // The socket has its own deadline.
      readyTimeout: 0,
    })
    dropExpensiveMessages(client, signIn)
    const finding = await promise
    signal.throwIfAborted()
    return unknownKey ? { finding: wrongHostKey, unknownKey } : { finding }
  } finally {
    endSession(client)
    socket.destroySoon()
  }
}

const wrongHostKey = { outcome: 'tls', reason: 'host_key' } as const

/** Excludes algorithms whose cost the server can choose: Diffie-Hellman group exchange and compression. */
const algorithms = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group16-sha512',
    // Old servers support nothing else.
    'diffie-hellman-group14-sha1',
  ],
  compress: ['none'],
} satisfies Algorithms

/** Records the beginning of the server's data, which is not encrypted, and returns a function that returns it. */
function captureBanner(socket: Socket): () => string {
  let banner = ''
  filterStream(socket, (chunk) => {
    if (banner.length < 100) banner += chunk.toString('latin1', 0, 100)
    return [chunk]
  })
  return () => banner
}

const GLOBAL_REQUEST = 80
const INFO_REQUEST = 60
const PROMPT_LIMIT = 16
const CHANNEL_OPEN_CONFIRMATION = 91
/** In bytes. Servers ask for 16 KiB and more; all must support 32 KiB: RFC 4253 section 6.1. */
const SMALLEST_PACKET = 1024

/**
 * Keeps messages from ssh2 that a server can use to waste resources: global requests, in which ssh2 searches at length
 * for keys, a huge number of prompts, for which it allocates memory before reading them, and a maximum packet size of
 * 0, with which it would split data into packets for ever and stop the process.
 */
function dropExpensiveMessages(client: Client, signIn: SignIn): void {
  const { _protocol: protocol } = client as unknown as {
    _protocol: { _onPayload(payload: Buffer): unknown }
  }
  const onPayload = protocol._onPayload
  protocol._onPayload = (payload) => {
    if (payload[0] === GLOBAL_REQUEST) return undefined
    if (payload[0] === INFO_REQUEST && signIn.method === 'keyboard-interactive') {
      // The number of prompts follows three strings.
      const offset = [1, 2, 3].reduce((end) => end + 4 + payload.readUInt32BE(end), 1)
      if (payload.readUInt32BE(offset) > PROMPT_LIMIT) throw new Error('Too many prompts.')
    }
    if (payload[0] === CHANNEL_OPEN_CONFIRMATION && payload.readUInt32BE(13) < SMALLEST_PACKET) {
      throw new Error('The packets are too small.')
    }
    return onPayload(payload)
  }
}

function endSession(client: Client): void {
  try {
    client.end()
  } catch {
    // Already disconnected.
  }
}

/** `code` is the number of a DISCONNECT message, or the name of a system error. */
type SshError = Error & { code?: unknown; level?: string }

function meaning(
  error: SshError,
  socket: Socket,
  { banner, signIn }: { banner: string; signIn: SignIn },
): Finding {
  if (typeof error.code === 'number') return meaningOfDisconnect(error.code, error.message, signIn)
  if (/no matching host key format|signature verification failed/.test(error.message)) return wrongHostKey
  if (error.message.startsWith('Handshake failed: no matching')) return { outcome: 'tls' }
  if (error.level === 'client-authentication') return { outcome: 'tls', reason: 'own_certificate' }
  if (error.message === 'Connection lost before handshake') {
    if (banner === '') return { outcome: 'unreachable', reason: 'connection_lost' }
    const finding = findingOf(sshBanners, { text: banner })
    if (finding) return finding
  }
  return (
    networkErrorMeaning(socket.errored ?? error, socket) ?? {
      outcome: 'unexpected',
      reason: 'not_this_protocol',
    }
  )
}

/** Classifies a DISCONNECT message. */
function meaningOfDisconnect(code: number, description: string, signIn: SignIn): Finding {
  // Some servers refuse a login by disconnecting.
  if (signIn.hasProved && (code === 14 || /^Too many auth/i.test(description))) return signIn.refused
  return findingOf(sshDisconnects, { code }) ?? { outcome: 'unreachable', reason: 'connection_lost' }
}
