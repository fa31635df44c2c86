import { createHash } from 'node:crypto'
import type { AddressInfo, Server } from 'node:net'
import ssh2, { type AuthContext, type Connection, type ParsedKey, type Session } from 'ssh2'
import { afterAll } from 'vitest'

const { utils } = ssh2

interface SshServer {
  port: number
  /** Every sign-in attempt: method, user and password. */
  received: string[]
  openConnections(): number
  close(): void
}

interface Behaviour {
  hostKeys: (string | { key: ParsedKey })[]
  /** Accepts or rejects a sign-in attempt. */
  login(context: AuthContext, connection: Connection): void
  /** Handles a session after the sign-in. The default offers SFTP with a home folder. */
  session?: (session: Session) => void
  connected?: (connection: Connection) => void
}

/** Generates a key pair, again if needed: about one in 200 Ed25519 keys from ssh2 is unreadable, even for ssh2. */
export const newKey = ((type: 'ed25519', options?: { passphrase?: string }) => {
  for (;;) {
    const pair = utils.generateKeyPairSync(type, options as never)
    if (!(utils.parseKey(pair.private, options?.passphrase) instanceof Error)) return pair
  }
}) as typeof utils.generateKeyPairSync

export const hostKey = newKey('ed25519')

/** Returns the fingerprint of a public key, as `ssh-keygen -l` prints it. */
export function fingerprint(publicKey: string): string {
  const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace('=', '')}`
}

/** Returns a function that starts servers with this default login, and stops them after the enclosing tests. */
export function sshServers(login: Behaviour['login']) {
  const running: SshServer[] = []
  afterAll(() => {
    for (const server of running) server.close()
  })
  return async (behaviour: Partial<Behaviour>): Promise<SshServer> => {
    const server = await sshServer({ hostKeys: [hostKey.private], login, ...behaviour })
    running.push(server)
    return server
  }
}

async function sshServer({ hostKeys, login, session = folder, connected }: Behaviour): Promise<SshServer> {
  const received: string[] = []
  const connections = new Set<Connection>()
  const server = new ssh2.Server({ hostKeys: hostKeys as string[] }, (connection) => {
    connections.add(connection)
    connection.on('error', () => {})
    connection.on('close', () => connections.delete(connection))
    connection.on('authentication', (context) => {
      received.push(
        [context.method, context.username, 'password' in context ? context.password : ''].join(' ').trim(),
      )
      login(context, connection)
    })
    connection.on('session', (accept) => session(accept()))
    connected?.(connection)
  })
  const { _srv: inner } = server as unknown as { _srv: Server }
  inner.on('connection', (socket) => socket.setNoDelay(true))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    received,
    openConnections: () => connections.size,
    close() {
      for (const connection of connections) connection.end()
      server.close()
    },
  }
}

/** Offers SFTP with a home folder. */
function folder(session: Session) {
  session.on('sftp', (accept) => {
    const sftp = accept()
    sftp.on('REALPATH', (id, path) => {
      sftp.name(id, [{ filename: path === '.' ? '/home/alice' : path, longname: '', attrs: {} as never }])
    })
  })
}

/** Returns a handler that accepts only this user, with this password or this key. */
export const knows =
  ({ user, password, key }: { user: string; password?: string; key?: string }) =>
  (context: AuthContext) => {
    if (context.username === user) {
      if (context.method === 'password' && context.password === password) return context.accept()
      if (context.method === 'publickey' && key && isSignedBy(key, context)) return context.accept()
    }
    return context.reject([
      ...(password ? (['password'] as const) : []),
      ...(key ? (['publickey'] as const) : []),
    ])
  }

function isSignedBy(
  publicKey: string,
  { key, signature, blob, hashAlgo }: ssh2.PublicKeyAuthContext,
): boolean {
  const known = utils.parseKey(publicKey)
  if (known instanceof Error || !known.getPublicSSH().equals(key.data)) return false
  // Without a signature, the client only asks whether the key is acceptable.
  return !signature || known.verify(blob as Buffer, signature, hashAlgo) === true
}

/** SSH_MSG_USERAUTH_SUCCESS: RFC 4252 section 6. */
export const SUCCESS = Buffer.from([52])

/** The private members of ssh2 that send messages which its server API can't send. */
interface Protocol {
  disconnect(code: number): void
  channelOpenConfirm(remote: number, local: number, window: number, packetSize: number): void
  _packetRW: {
    write: { allocStart: number; alloc(length: number): Buffer; finalize(packet: Buffer): Buffer }
  }
  _cipher: { encrypt(packet: Buffer): void }
}
export const protocolOf = (connection: unknown) => (connection as { _protocol: Protocol })._protocol

/** Sends a raw message. */
export function say(connection: unknown, ...parts: Buffer[]) {
  const { _packetRW, _cipher } = protocolOf(connection)
  const payload = Buffer.concat(parts)
  const packet = _packetRW.write.alloc(payload.length)
  packet.set(payload, _packetRW.write.allocStart)
  _cipher.encrypt(_packetRW.write.finalize(packet))
}

export function length(content: Buffer): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(content.length)
  return bytes
}
