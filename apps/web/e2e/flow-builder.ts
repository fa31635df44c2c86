import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Flow } from '@stepkey/shared/flow'
import { freePorts, type Stepkey } from './stepkey.ts'
import type { Workspace } from './workspace.ts'

export interface FlowBuilder {
  /** On another origin than Stepkey, and for a browser on another site. */
  origin: string
  embedId: string
  /** What the server of a flow builder asks for. */
  newToken(more: object): Promise<string>
  stop(): Promise<void>
}

/** The example of a flow builder, for a flow of this workspace. */
export async function startFlowBuilder(
  stepkey: Stepkey,
  workspace: Workspace,
  flow: Flow,
): Promise<FlowBuilder> {
  const [port] = await freePorts(1)
  const origin = `http://localhost:${port}`
  const { id: embedId } = await workspace.call<{ id: string }>('embeds.create', { name: 'Builder', origin })
  const { key } = await workspace.call<{ key: string }>('apiKeys.create', {
    name: 'Builder',
    scopes: ['connect', 'read'],
  })
  const server = spawn(process.execPath, ['examples/embed-host/server.mjs'], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    env: {
      PATH: process.env.PATH,
      STEPKEY_URL: stepkey.url,
      STEPKEY_KEY: key,
      EMBED_ID: embedId,
      FLOW_ID: flow.id,
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
