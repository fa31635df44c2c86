import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type IncomingMessage,
  type RequestOptions,
  request,
} from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeApiCredential } from '../testing/fake-api.ts'
import { MAIN } from '../testing/programs.ts'

describe('server process', () => {
  let dataDir: string
  let port: number
  const children: ChildProcess[] = []
  const servers: HttpServer[] = []
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'stepkey-main-'))
    port = await freePort()
  })
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    }
    for (const server of servers.splice(0)) server.close().closeAllConnections()
    rmSync(dataDir, { recursive: true, force: true })
  })

  async function get(path: string, { cookie = '', port: at = port } = {}) {
    const answer = await send(`http://127.0.0.1:${at}/${path}`, { method: 'GET', headers: { cookie } })
    return { ...answer, body: parsed(answer.text) }
  }

  async function call(procedure: string, input: unknown, { cookie = '' } = {}) {
    const headers = { 'content-type': 'application/json', cookie }
    const url = `http://127.0.0.1:${port}/trpc/${procedure}`
    const answer = await send(url, { method: 'POST', headers }, JSON.stringify(input))
    return { ...answer, body: parsed(answer.text) }
  }

  /** Starts the process, and waits until it prints a line or exits. */
  async function start(environment: Record<string, string> = {}) {
    const child = spawn(process.execPath, MAIN, {
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        DATA_DIR: dataDir,
        PORT: String(port),
        SANDBOX_PORT: 'off',
        ...environment,
      },
    })
    children.push(child)
    const output = { out: '', error: '' }
    child.stderr.on('data', (text) => {
      output.error += text
    })
    const printed = new Promise<void>((resolve) => {
      child.stdout.on('data', (text) => {
        output.out += text
        if (output.out.includes('\n')) resolve()
      })
    })
    const ended = once(child, 'exit')
    await Promise.race([printed, ended])
    return { child, output, ended }
  }

  it('prints one line with its address, exits with 0 on SIGINT and SIGTERM, and creates private files', async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const { child, output, ended } = await start()
      expect(output.out).toMatch(/^Stepkey is ready at http:\/\/localhost:\d+\n$/)
      expect((await get('readyz')).status).toBe(200)
      child.kill(signal)
      expect(await ended).toEqual([0, null])
      expect(output.error).toBe('')
    }
    for (const file of ['stepkey.key', 'stepkey.db'])
      expect(statSync(join(dataDir, file)).mode & 0o077).toBe(0)
  })

  it('stores the heads of audit logs before it exits', async () => {
    const { child, ended } = await start()
    const account = { name: 'Alice', email: 'alice@example.com', password: 'a long password here' }
    expect((await call('accounts.signUp', account)).status).toBe(200)
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    const file = join(dataDir, 'audit-heads.jsonl')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ seq: 1 })
    expect(statSync(file).mode & 0o077).toBe(0)
  })

  it('refuses to start with another key file or without it, and changes nothing', async () => {
    const { child, ended } = await start()
    child.kill()
    await ended
    const key = join(dataDir, 'stepkey.key')
    const other = readFileSync(key, 'utf8').replace(/:.*/, `:${Buffer.alloc(32, 1).toString('base64')}`)
    writeFileSync(key, other)
    const before = readFileSync(join(dataDir, 'stepkey.db'))
    const second = await start()
    expect(await second.ended).toEqual([1, null])
    expect(second.output.error).toMatch(/^The key file .*stepkey\.key does not match this database.*\n$/)
    expect(readFileSync(join(dataDir, 'stepkey.db')).equals(before)).toBe(true)

    rmSync(key)
    const third = await start()
    expect(await third.ended).toEqual([1, null])
    expect(third.output.error).toMatch(/is missing/)
  })

  it('refuses to start while another server uses the data folder, but not after that one was killed', async () => {
    const first = await start()
    const second = await start({ PORT: String(await freePort()) })
    expect(await second.ended).toEqual([1, null])
    expect(second.output.error).toMatch(/^Another Stepkey already uses .*stepkey\.db\. Stop it first/)
    first.child.kill('SIGKILL')
    await first.ended
    const third = await start()
    expect(third.output.out).toContain('Stepkey is ready')
  })

  it('refuses to start with a damaged database, and says what to do', async () => {
    const { child, ended } = await start()
    child.kill()
    await ended
    const file = join(dataDir, 'stepkey.db')
    const damaged = readFileSync(file).fill(0, 8 * 4096, 9 * 4096)
    writeFileSync(file, damaged)
    const second = await start()
    expect(await second.ended).toEqual([1, null])
    expect(second.output.error).toMatch(
      /^The database .* is damaged: .* Restore a backup with `stepkey restore`/s,
    )
    expect(second.output.error).not.toMatch(/^ {4}at /m)
    expect(readFileSync(file).equals(damaged)).toBe(true)
  })

  it('exits with a message for an invalid setting and for a port in use', async () => {
    const wrong = await start({ SIGN_UP: 'perhaps' })
    expect(await wrong.ended).toEqual([1, null])
    expect(wrong.output.error).toBe('SIGN_UP must be open, invited or off.\n')

    const other = createServer().listen(port, '127.0.0.1')
    await once(other, 'listening')
    const sandbox: Record<string, string> = { PORT: '1', SANDBOX_PORT: String(port) }
    for (const environment of [{}, sandbox]) {
      const taken = await start(environment)
      expect(await taken.ended).toEqual([1, null])
      expect(taken.output.error).toMatch(new RegExp(`^Port ${port} is in use`))
    }
    other.close()
  })

  it('blocks verifications of the SSO issuer’s internal address', async () => {
    const issuer = createHttpServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1')
    servers.push(issuer)
    await once(issuer, 'listening')
    const inside = `http://localhost:${(issuer.address() as AddressInfo).port}`
    await start({ OIDC_ISSUER: inside, OIDC_CLIENT_ID: 'stepkey', OIDC_CLIENT_SECRET: 'a secret' })
    const account = { name: 'Ada', email: 'ada@example.com', password: 'a long enough password' }
    const { headers } = await call('accounts.signUp', account)
    const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    const { body } = await call('credentials.create', fakeApiCredential(inside), { cookie })
    expect(body).toMatchObject({ result: { data: { verification: { outcome: 'blocked' } } } })
  })

  /** Starts the process and saves a credential whose target waits with its response until `release()` is called. */
  async function startDuringSave(environment: Record<string, string> = {}) {
    const { promise: gate, resolve: release } = Promise.withResolvers<void>()
    const requestArrived = Promise.withResolvers<void>()
    const target = createHttpServer(async ({ headers }, response) => {
      requestArrived.resolve()
      await gate
      response.writeHead(headers.authorization === 'Bearer good' ? 200 : 401).end('{}')
    }).listen(0, '127.0.0.1')
    servers.push(target)
    await once(target, 'listening')
    const { port: targetPort } = target.address() as AddressInfo
    const process = await start({ EGRESS_ALLOW: `127.0.0.1:${targetPort}`, ...environment })
    const account = { name: 'Ada', email: 'ada@example.com', password: 'a long enough password' }
    const { headers } = await call('accounts.signUp', account)
    const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    const saving = call('credentials.create', fakeApiCredential(`http://127.0.0.1:${targetPort}`), { cookie })
    await requestArrived.promise
    return { ...process, saving, release, cookie }
  }

  it('reports stopping for STOP_DELAY, then finishes running requests before it exits', async () => {
    const { child, saving, release, ended, cookie } = await startDuringSave({ STOP_DELAY: '1' })
    child.kill('SIGTERM')
    // It still answers while it reports stopping, so that load balancers have time to notice.
    await expect.poll(async () => (await get('readyz').catch(() => undefined))?.status).toBe(503)
    expect((await get('healthz')).status).toBe(200)
    await expect.poll(() => get('healthz').catch(({ code }) => code)).toBe('ECONNREFUSED')
    release()
    const { body } = await saving
    expect(body).toMatchObject({ result: { data: { outcome: 'saved' } } })
    expect(await ended).toEqual([0, null])

    await start()
    const { body: list } = await get('trpc/credentials.list', { cookie })
    expect(list).toMatchObject({ result: { data: { items: [{ name: 'Shop', status: 'verified' }] } } })
  })

  it('closes connections at once on a second signal', async () => {
    const { child, saving, ended, output } = await startDuringSave()
    child.kill('SIGTERM')
    await setTimeout(1100)
    child.kill('SIGTERM')
    await expect(saving).rejects.toThrow()
    expect(await ended).toEqual([0, null])
    expect(output.error).toBe('')
  })

  it('serves metrics on METRICS_PORT only', async () => {
    const metricsPort = await freePort()
    await start({ METRICS_PORT: String(metricsPort) })
    const { status, text } = await get('metrics', { port: metricsPort })
    expect(status).toBe(200)
    expect(text).toMatch(/^stepkey_build_info\{version="[\w.-]+",node="v[\d.]+",database="sqlite"\} 1$/m)
    for (const name of [
      'process_resident_memory_bytes',
      'nodejs_eventloop_lag_seconds',
      'stepkey_checks',
      'stepkey_webhook_deliveries',
      'stepkey_notice_messages',
      'stepkey_storage_fault',
    ])
      expect(text).toMatch(new RegExp(`^${name}`, 'm'))
    expect((await get('metrics')).status).toBe(404)
    const refused = await send(`http://127.0.0.1:${metricsPort}/metrics`, { method: 'POST' })
    expect([refused.status, refused.headers.allow]).toEqual([405, 'GET, HEAD'])
  })

  it('sends spans to the collector before it exits', async () => {
    const received: string[] = []
    const collector = createHttpServer(async (request, response) => {
      received.push(`${request.url} ${Buffer.concat(await request.toArray())}`)
      response.end('{}')
    }).listen(0, '127.0.0.1')
    servers.push(collector)
    await once(collector, 'listening')
    const { port: collectorPort } = collector.address() as AddressInfo
    const { child, ended, output } = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collectorPort}`,
    })
    await get('healthz')
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    expect(output.error).toBe('')
    expect(received.join()).toMatch(/^\/v1\/traces .*GET \/healthz/)
  })

  it('prints an invitation link for the first account when SIGN_UP is invited', async () => {
    const { output } = await start({ SIGN_UP: 'invited' })
    expect(output.out).toMatch(
      /^Stepkey is ready\. Create the first account at http:\/\/localhost:\d+\/sign-up#invitation=[\w-]{43}\n$/,
    )
  })
})

async function send(url: string, options: RequestOptions, body?: string) {
  const pending = request(url, { agent: false, ...options }).end(body)
  const [response] = (await once(pending, 'response')) as [IncomingMessage]
  const text = Buffer.concat(await response.toArray()).toString()
  return { status: response.statusCode, headers: response.headers, text }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function freePort(): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address() as AddressInfo
  holder.close()
  return port
}
