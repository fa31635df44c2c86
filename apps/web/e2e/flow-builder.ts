import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import type { Flow } from '@stepkey/shared/flow'
import { freePorts, type Stepkey } from './stepkey.ts'
import { test as base, type Workspace } from './workspace.ts'

export { expect } from './workspace.ts'

/** The example flow builder. */
interface FlowBuilder {
  /** Another origin than Stepkey, and another site for the browser. */
  origin: string
  embedId: string
  /** Creates a connect token, as the server of a flow builder does. */
  newToken(more: object): Promise<string>
  stop(): Promise<void>
}

/** A flow builder on another origin with a flow of two steps, and a page of a user without an account. */
export const test = base.extend<{ builder: FlowBuilder; flowId: string; hostPage: Page }>({
  flowId: async ({ workspace }, use) => {
    const flow = await workspace.flow('Pets', [
      { name: 'Read', componentId: 'petstore' },
      { name: 'Write', componentId: 'petstore' },
    ])
    await use(flow.id)
  },
  builder: async ({ stepkey, workspace, flowId }, use) => {
    const builder = await startFlowBuilder(stepkey, workspace, await workspace.storedFlow(flowId))
    await use(builder)
    await builder.stop()
  },
  hostPage: async ({ browser }, use) => {
    const context = await browser.newContext()
    await use(await context.newPage())
    await context.close()
  },
})

/** Starts the example flow builder for a flow of this workspace. */
async function startFlowBuilder(stepkey: Stepkey, workspace: Workspace, flow: Flow): Promise<FlowBuilder> {
  const [port] = await freePorts(1)
  const origin = `http://localhost:${port}`
  const { id: embedId } = await workspace.call<{ id: string }>('embeds.create', { name: 'Builder', origin })
  const { key } = await workspace.call<{ key: string }>('apiKeys.create', {
    name: 'Builder',
    scopes: ['connect', 'read', 'write', 'issue'],
  })
  const ofCustomers = [{ name: 'Read', componentId: 'petstore', binding: 'owner' as const }]
  const { id: customerFlowId } = await workspace.flow('Pets of customers', ofCustomers)
  await workspace.call('flows.activate', { flowId: customerFlowId })
  const server = spawn(process.execPath, ['examples/embed-host/server.mjs'], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    env: {
      PATH: process.env.PATH,
      STEPKEY_URL: stepkey.url,
      STEPKEY_API_KEY: key,
      EMBED_ID: embedId,
      FLOW_ID: flow.id,
      CUSTOMER_FLOW_ID: customerFlowId,
      PORT: `${port}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(server.stdout, 'data')
  return {
    origin,
    embedId,
    newToken: async (more) => {
      const answer = await fetch(`${stepkey.url}/api/v1/connect-tokens`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ embedId, componentId: 'petstore', actions: ['choose', 'create'], ...more }),
      })
      return (await answer.json()).token
    },
    stop: async () => {
      server.kill()
      await once(server, 'exit')
    },
  }
}

/**
 * Serves pages on their own origin. They must come from the network: the browser treats a mocked page as public, and such
 * a page may not call a Stepkey on this machine (private network access).
 * @param pages pages by path; all other paths are files of `folder`
 */
export async function servePages(
  pages: Map<string, string>,
  folder = '',
  { host = 'localhost', headers = {} }: { host?: string; headers?: Record<string, string> } = {},
) {
  const server = createServer(async (request, response) => {
    const path = request.url ?? ''
    const page = pages.get(path)
    const file = page === undefined ? await readFile(join(folder, path)).catch(() => undefined) : undefined
    const type = path.endsWith('.js') ? 'text/javascript' : path.endsWith('.css') ? 'text/css' : 'text/html'
    response.writeHead((page ?? file) ? 200 : 404, { ...headers, 'content-type': type }).end(page ?? file)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://${host}:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
