import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { connect } from 'amqplib'
import { Redis } from 'ioredis'
import pg from 'pg'
import type { realServer } from '../servers/real-server.ts'

/** The values of a credential. */
export interface Login {
  host: string
  port: number
  user: string
  password: string
  [field: string]: unknown
}

/** A server whose logins are rotated. */
export interface RotationTarget {
  componentId: string
  /** Creates a login that works beside the one that is in use. */
  create(): Promise<Login>
  /** Makes the server refuse a login. */
  revoke(login: Login): Promise<void>
  /** Signs in as a flow engine does. @throws when the server refuses it */
  signIn(login: Login): Promise<void>
  /** Removes everything that was created. */
  close(): Promise<void>
}

type Server = NonNullable<ReturnType<typeof realServer>>

const newPassword = () => randomBytes(18).toString('base64url')
const newNames = () => {
  const suffix = randomBytes(4).toString('hex')
  return [`stepkey_rotated_a_${suffix}`, `stepkey_rotated_b_${suffix}`] as const
}

/** A PostgreSQL role has one password, so two roles take turns. The server must ask for passwords. */
export async function postgresTarget(url: string): Promise<RotationTarget> {
  const { hostname: host, port, pathname } = new URL(url)
  const admin = new pg.Client(url)
  await admin.connect()
  const names = newNames()
  for (const name of names) await admin.query(`create role ${name} login`)
  let turns = 0
  return {
    componentId: 'postgresql',
    async create() {
      const [user, password] = [names[turns++ % 2] ?? '', newPassword()]
      await admin.query(`alter role ${user} password '${password}'`)
      return { host, port: Number(port), database: pathname.slice(1), user, password, tls: 'disable' }
    },
    async revoke({ user }) {
      await admin.query(`alter role ${user} password null`)
    },
    async signIn({ host, port, database, user, password }) {
      const client = new pg.Client({ host, port, database: String(database), user, password })
      try {
        await client.connect()
        await client.query('select 1')
      } finally {
        await client.end()
      }
    },
    async close() {
      for (const name of names) await admin.query(`drop role ${name}`)
      await admin.end()
    },
  }
}

/** A user of Redis can have several passwords. */
export async function redisTarget({ url, host, port }: Server): Promise<RotationTarget> {
  const admin = new Redis(url)
  const [user] = newNames()
  await admin.call('ACL', 'SETUSER', user, 'on', '~*', '+ping')
  return {
    componentId: 'redis',
    async create() {
      const password = newPassword()
      await admin.call('ACL', 'SETUSER', user, `>${password}`)
      return { host, port, user, password, tls: 'disable' }
    },
    async revoke({ password }) {
      await admin.call('ACL', 'SETUSER', user, `<${password}`)
    },
    async signIn({ host, port, user, password }) {
      // The password is no option of the client: if AUTH fails, it would go on as the user `default`.
      const options = { lazyConnect: true, enableReadyCheck: false, disableClientInfo: true }
      const client = new Redis({ host, port, ...options, retryStrategy: () => null })
      client.on('error', () => {})
      try {
        await client.connect()
        await client.call('AUTH', user, password)
        await client.ping()
      } finally {
        client.disconnect()
      }
    },
    async close() {
      await admin.call('ACL', 'DELUSER', user)
      admin.disconnect()
    },
  }
}

/** A user of RabbitMQ has one password, so two users take turns. They are changed with `rabbitmqctl`. */
export async function rabbitTarget({ host, port }: Server): Promise<RotationTarget> {
  const names = newNames()
  for (const name of names) {
    await rabbitmqctl('add_user', name, newPassword())
    await rabbitmqctl('set_permissions', name, '', '', '')
    await rabbitmqctl('clear_password', name)
  }
  let turns = 0
  return {
    componentId: 'amqp',
    async create() {
      const [user, password] = [names[turns++ % 2] ?? '', newPassword()]
      await rabbitmqctl('change_password', user, password)
      return { host, port, user, password, tls: 'disable' }
    },
    async revoke({ user }) {
      await rabbitmqctl('clear_password', user)
    },
    async signIn({ host, port, user, password }) {
      const connection = await connect({ hostname: host, port, username: user, password, heartbeat: 0 })
      await connection.close()
    },
    async close() {
      for (const name of names) await rabbitmqctl('delete_user', name)
    },
  }
}

const run = promisify(execFile)
const rabbitmqctl = (...args: string[]) => run('rabbitmqctl', ['--quiet', ...args])

/** Whether this machine has the program that changes users of RabbitMQ. Logs a warning if it has not. */
export async function hasRabbitmqctl(): Promise<boolean> {
  const isThere = await rabbitmqctl('status').then(
    () => true,
    () => false,
  )
  // biome-ignore lint/suspicious/noConsole: a skipped test must be visible
  if (!isThere) console.warn('skipped: rabbitmqctl reaches no broker, so no user of RabbitMQ was rotated')
  return isThere
}
