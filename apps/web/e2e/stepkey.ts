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

export interface Stepkey {
  url: string
  /** The Petstore sandbox: the application that journeys make credentials for. */
  sandboxUrl: string
  dataDir: string
  /** What the server has printed so far. */
  output(): string
  stop(): Promise<void>
}

/** Each worker has its own server; journeys of one worker share its database, so each signs up its own account. */
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

/** The real server with an empty database. `env` adds to or replaces its configuration. */
export async function startStepkey(env: Record<string, string> = {}): Promise<Stepkey> {
  const [port, sandboxPort] = await freePorts(2)
  const dataDir = await mkdtemp(join(tmpdir(), 'stepkey-data-'))
  const url = `http://127.0.0.1:${port}`
  const server = spawn(process.execPath, ['apps/server/dist/main.js'], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    env: {
      // Nothing of the caller's configuration: a DATABASE_URL of his must not be filled by a test.
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
  // A worker that is interrupted doesn't come to stop().
  const kill = () => server.kill('SIGKILL')
  process.once('exit', kill)

  const stop = async () => {
    server.kill('SIGTERM')
    const late = setTimeout(kill, 10_000)
    await exited
    clearTimeout(late)
    process.off('exit', kill)
    await rm(dataDir, { recursive: true, force: true })
  }
  if (!(await ready(url, server))) {
    await stop()
    throw new Error(`The server did not become ready:\n${output}`)
  }
  return { url, sandboxUrl: `http://127.0.0.1:${sandboxPort}`, dataDir, output: () => output, stop }
}

async function ready(url: string, server: { exitCode: number | null; signalCode: string | null }) {
  const giveUp = Date.now() + 30_000
  while (Date.now() < giveUp && server.exitCode === null && server.signalCode === null) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    if (answer?.ok) return true
    await delay(100)
  }
  return false
}

// All are held at once, else the system may hand out the same one twice.
export async function freePorts(count: number) {
  const holders = await Promise.all(
    Array.from({ length: count }, async () => {
      const holder = createServer().listen(0, '127.0.0.1')
      await once(holder, 'listening')
      return holder
    }),
  )
  const ports = holders.map((holder) => (holder.address() as AddressInfo).port)
  for (const holder of holders) holder.close()
  return ports
}
