import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { test as base } from '@playwright/test'

export { expect } from '@playwright/test'

/** A running server. */
export interface Stepkey {
  url: string
  /** The URL of the Petstore sandbox, the provider in most tests. */
  sandboxUrl: string
  dataDir: string
  /** Returns the output of the server so far. */
  output(): string
  stop(): Promise<void>
}

/** Each worker has its own server. Tests of one worker share its database, so each test signs up its own account. */
export const test = base.extend<{ serverOutput: undefined }, { stepkey: Stepkey }>({
  stepkey: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
    async ({}, use) => {
      const stepkey = await startStepkey()
      await use(stepkey)
      await stepkey.stop()
    },
    { scope: 'worker' },
  ],
  baseURL: ({ stepkey }, use) => use(stepkey.url),
  serverOutput: [
    async ({ stepkey }, use, info) => {
      await use(undefined)
      if (info.status !== info.expectedStatus) await info.attach('server', { body: stepkey.output() })
    },
    { auto: true },
  ],
})

/** Starts the server with an empty database. `env` extends its configuration. */
export async function startStepkey(env: Record<string, string> = {}): Promise<Stepkey> {
  const [port, sandboxPort] = await freePorts(2)
  const dataDir = await mkdtemp(join(process.env.TEST_DATA_DIR ?? tmpdir(), 'stepkey-data-'))
  const url = `http://127.0.0.1:${port}`
  const server = spawn(process.execPath, ['apps/server/dist/main.js'], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    env: {
      // The configuration of the developer is not inherited: tests must not write to their DATABASE_URL.
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      HOST: '127.0.0.1',
      PORT: `${port}`,
      SANDBOX_PORT: `${sandboxPort}`,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (output += chunk))
  const exited = once(server, 'exit')
  // An interrupted worker does not call stop().
  const kill = () => server.kill('SIGKILL')
  process.once('exit', kill)

  const stop = async () => {
    server.kill('SIGTERM')
    const killTimer = setTimeout(kill, 10_000)
    await exited
    clearTimeout(killTimer)
    process.off('exit', kill)
    await rm(dataDir, { recursive: true, force: true })
  }
  if (!(await waitUntilReady(url, server))) {
    await stop()
    throw new Error(`The server did not become ready:\n${output}`)
  }
  return { url, sandboxUrl: `http://127.0.0.1:${sandboxPort}`, dataDir, output: () => output, stop }
}

async function waitUntilReady(url: string, server: { exitCode: number | null; signalCode: string | null }) {
  const deadline = Date.now() + 30_000
  while (Date.now() < deadline && server.exitCode === null && server.signalCode === null) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    if (answer?.ok) return true
    await delay(100)
  }
  return false
}

/** Returns free ports. All are bound at the same time; otherwise the system could return one twice. */
export async function freePorts(count: number) {
  const listeners = await Promise.all(
    Array.from({ length: count }, async () => {
      const listener = createServer().listen(0, '127.0.0.1')
      await once(listener, 'listening')
      return listener
    }),
  )
  const ports = listeners.map((listener) => (listener.address() as AddressInfo).port)
  for (const listener of listeners) listener.close()
  return ports
}
