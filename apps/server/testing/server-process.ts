import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { TestDatabase } from './databases/databases.ts'
import { MAIN } from './programs.ts'

/** The answer to a request. */
export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  body: any
}

/** A request to a server process. */
export interface Call {
  method?: 'GET' | 'POST' | 'DELETE'
  body?: unknown
  headers?: Record<string, string>
}

/** A Stepkey server in a process of its own. */
export interface ServerProcess {
  port: number
  child: ChildProcess
  output: { out: string; error: string }
  /** Sends a request. Rejects if the connection fails. */
  send(path: string, call?: Call): Promise<Answer>
  /** Kills the process with SIGKILL, and waits until it has ended. */
  kill(): Promise<void>
  /** Stops the process with SIGTERM, and waits until it has ended. */
  stop(): Promise<void>
}

/** Starts the server on a test's database, and waits until it is ready. @throws if it ends before that */
export async function startServerProcess(
  { location, folder }: TestDatabase,
  environment: Record<string, string> = {},
): Promise<ServerProcess> {
  const port = await freePort()
  const child = spawn(process.execPath, MAIN, {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      DATA_DIR: folder,
      ...(location.engine === 'postgres' && { DATABASE_URL: location.url }),
      PORT: String(port),
      SANDBOX_PORT: 'off',
      LOG_LEVEL: 'error',
      RATE_LIMIT: '1000000',
      SIGN_UP: 'open',
      EGRESS_ALLOW: '127.0.0.0/8',
      ...environment,
    },
  })
  const output = { out: '', error: '' }
  child.stderr.on('data', (text) => {
    output.error += text
  })
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (text) => {
      output.out += text
      if (output.out.includes('Stepkey is ready')) resolve()
    })
  })
  const ended = once(child, 'exit')
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await ended
  }
  await Promise.race([
    ready,
    ended.then(() => {
      throw new Error(`The server ended before it was ready: ${output.error}${output.out}`)
    }),
  ])
  return {
    port,
    child,
    output,
    async send(path, { method = 'POST', body, headers = {} } = {}) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await answer.text()
      const isJson = /json$/.test(answer.headers.get('content-type')?.split(';')[0] ?? '')
      return {
        status: answer.status,
        headers: answer.headers,
        body: isJson && text ? JSON.parse(text) : text,
      }
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

/** A user of a server process, with an API key. */
export interface Tenant {
  /** The header of the session. */
  cookie: { cookie: string }
  /** The header of an API key with the scopes read, write, verify, flows and issue. */
  bearer: { authorization: string }
}

/** Creates an account and an API key. */
export async function createTenant(server: ServerProcess, name: string): Promise<Tenant> {
  const account = {
    name,
    email: `${name.toLowerCase()}@example.com`,
    password: `${name} has a long password`,
  }
  const { status, headers, body } = await server.send('/trpc/accounts.signUp', { body: account })
  if (status !== 200) throw new Error(`The account was not created: ${JSON.stringify(body)}`)
  const cookie = {
    cookie: headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; '),
  }
  const scopes = ['read', 'write', 'verify', 'flows', 'issue']
  const created = await server.send('/trpc/apiKeys.create', {
    body: { name: 'Engine', scopes },
    headers: cookie,
  })
  if (created.status !== 200) throw new Error(`The API key was not created: ${JSON.stringify(created.body)}`)
  return { cookie, bearer: { authorization: `Bearer ${created.body.result.data.key}` } }
}

/** Returns a port that nothing listens on. */
export async function freePort(): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address() as AddressInfo
  holder.close()
  return port
}
