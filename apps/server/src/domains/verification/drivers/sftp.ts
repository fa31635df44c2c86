import type { Socket } from 'node:net'
import { promisify } from 'node:util'
import type { DriverOptions } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import ssh2, { type Algorithms, type Client, type SFTPWrapper } from 'ssh2'
import type { Egress } from '../../../platform/egress/egress.ts'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import type { Driver } from './driver.ts'
import { filterStream } from './filter-stream.ts'
import { type HostKeys, hostKeys } from './ssh-host-keys.ts'
import { openKey } from './ssh-key.ts'
import { type Login, SignIn } from './ssh-sign-in.ts'

/** Signs in, opens the SFTP subsystem, and asks where it is. Nothing is read or written. */
export const checkSftp: Driver<'sftp'> = async (options, egress, signal) => {
  const login = await loginOf(options, signal)
  if (!login) return { outcome: 'tls', reason: 'own_certificate' }
  let known = hostKeys(options.hostKey)
  for (;;) {
    const { finding, unknownKey } = await attempt({ options, login, known, egress, signal })
    const rest = unknownKey && known.without(unknownKey)
    if (!rest) return finding
    known = rest
  }
}

async function loginOf(
  { user, password = '', privateKey, passphrase = '' }: DriverOptions['sftp'],
  signal: AbortSignal,
): Promise<Login | undefined> {
  if (!privateKey) return { user, password }
  const key = await openKey(privateKey, passphrase, signal)
  return key && { user, key }
}

interface Attempt {
  options: DriverOptions['sftp']
  login: Login
  known: HostKeys
  egress: Egress
  signal: AbortSignal
}

/** One connection. @returns the server's key, too, if it is not among the known ones: nothing was sent then */
async function attempt({ options, login, known, egress, signal }: Attempt): Promise<{
  finding: Finding
  unknownKey?: Buffer
}> {
  const socket = await egress.connect(options.host, Number(options.port), signal)
  // Many small messages, each of them waited for.
  socket.setNoDelay(true)
  const client = new ssh2.Client()
  const { promise, resolve, reject } = Promise.withResolvers<Finding>()
  const signIn = new SignIn(login, resolve)
  const heard = firstWords(socket)
  let unknownKey: Buffer | undefined
  client.on('error', reject)
  client.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
  client.once('change password', () => resolve({ outcome: 'rejected', reason: 'password_expired' }))
  client.once('ready', () => {
    if (signIn.hasProved) openFolder(client, login.user).then(resolve)
    else resolve({ outcome: 'unexpected', reason: 'login_not_needed' })
  })
  try {
    client.connect({
      sock: socket,
      username: login.user,
      algorithms: { ...algorithms, serverHostKey: known.algorithms },
      hostVerifier(key: Buffer) {
        unknownKey = known.isKnown(key) ? undefined : key
        return !unknownKey
      },
      authHandler(offered, isPartial, next) {
        const method = signIn.next(offered, isPartial)
        if (method) next(method)
      },
      // The socket has a deadline of its own.
      readyTimeout: 0,
    })
    hearOnlyWhatIsNeeded(client, signIn)
    return { finding: await promise }
  } catch (error) {
    signal.throwIfAborted()
    if (unknownKey) return { finding: wrongHostKey, unknownKey }
    return { finding: meaning(error as SshError, socket, { heard: heard(), signIn }) }
  } finally {
    farewell(client)
    socket.destroySoon()
  }
}

const wrongHostKey = { outcome: 'tls', reason: 'host_key' } as const

/** Without those whose cost a server could choose: groups of its own making, and compression. */
const algorithms = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group16-sha512',
    // Old servers have nothing else.
    'diffie-hellman-group14-sha1',
  ],
  compress: ['none'],
} satisfies Algorithms

/** Whoever may sign in, but has no SFTP or no folder there, has proved who it is all the same. */
async function openFolder(client: Client, identity: string): Promise<Finding> {
  try {
    const sftp = await promisify(client.sftp.bind(client) as (done: Done<SFTPWrapper>) => void)()
    sftp.on('error', () => {})
    await promisify((done: Done<string>) => sftp.realpath('.', done))()
    return { outcome: 'verified', identity }
  } catch {
    return { outcome: 'limited', identity }
  }
}
type Done<T> = (error: Error | undefined, result: T) => void

/** The beginning of what a server says, which is not encrypted yet. */
function firstWords(socket: Socket): () => string {
  let words = ''
  filterStream(socket, (chunk) => {
    if (words.length < 100) words += chunk.toString('latin1', 0, 100)
    return [chunk]
  })
  return () => words
}

const GLOBAL_REQUEST = 80
const INFO_REQUEST = 60
const PROMPT_LIMIT = 16

/**
 * Keeps from ssh2 what would cost more than it is worth: requests of the server, in which it looks for keys of every
 * form at length, and questions without number, for which it makes room before it reads them.
 */
function hearOnlyWhatIsNeeded(client: Client, signIn: SignIn): void {
  const { _protocol: protocol } = client as unknown as {
    _protocol: { _onPayload(payload: Buffer): unknown }
  }
  const hear = protocol._onPayload
  protocol._onPayload = (payload) => {
    if (payload[0] === GLOBAL_REQUEST) return undefined
    if (payload[0] === INFO_REQUEST && signIn.way === 'keyboard-interactive') {
      // After three texts.
      const at = [1, 2, 3].reduce((end) => end + 4 + payload.readUInt32BE(end), 1)
      if (payload.readUInt32BE(at) > PROMPT_LIMIT) throw new Error('These are too many questions.')
    }
    return hear(payload)
  }
}

function farewell(client: Client): void {
  try {
    client.end()
  } catch {
    // It is past saying anything.
  }
}

/** `code` is the number of a DISCONNECT message, or a system's name of an error. */
type SshError = Error & { code?: unknown; level?: string }

function meaning(
  error: SshError,
  socket: Socket,
  { heard, signIn }: { heard: string; signIn: SignIn },
): Finding {
  if (typeof error.code === 'number') return meaningOfDisconnect(error.code, error.message, signIn)
  if (/no matching host key format|signature verification failed/.test(error.message)) return wrongHostKey
  if (error.message.startsWith('Handshake failed: no matching')) return { outcome: 'tls' }
  if (error.level === 'client-authentication') return { outcome: 'tls', reason: 'own_certificate' }
  if (error.message === 'Connection lost before handshake') {
    if (heard === '') return { outcome: 'unreachable', reason: 'connection_lost' }
    // OpenSSH says so in place of its greeting.
    if (/MaxStartups|Too many|Not allowed at this time/i.test(heard)) return tooMany
  }
  return (
    networkErrorMeaning(socket.errored ?? error, socket) ?? {
      outcome: 'unexpected',
      reason: 'not_this_protocol',
    }
  )
}

const tooMany: Finding = { outcome: 'unreachable', reason: 'too_many_connections' }

/** RFC 4253 section 11.1. */
function meaningOfDisconnect(code: number, description: string, signIn: SignIn): Finding {
  // After one attempt, this is how a server says that it failed.
  if (signIn.hasProved && (code === 14 || /^Too many auth/i.test(description))) return signIn.refused
  switch (code) {
    case 1: // HOST_NOT_ALLOWED_TO_CONNECT
    case 15: // ILLEGAL_USER_NAME
      return { outcome: 'rejected', reason: 'no_permission' }
    case 12: // TOO_MANY_CONNECTIONS
      return tooMany
    case 3: // KEY_EXCHANGE_FAILED
    case 5: // MAC_ERROR
      return { outcome: 'tls' }
    case 14: // NO_MORE_AUTH_METHODS_AVAILABLE
      return { outcome: 'unexpected', reason: 'login_not_offered' }
    case 7: // SERVICE_NOT_AVAILABLE
      return { outcome: 'unexpected', reason: 'server_error' }
  }
  return { outcome: 'unreachable', reason: 'connection_lost' }
}
