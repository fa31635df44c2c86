import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Script } from '@stepkey/shared/provider-script'
import { type ScriptedProvider, startScriptedProvider } from '../conformance/scripted-provider.ts'
import { createWorld, type World } from '../world.ts'

/** The providers of the sample workspace. They answer as documented in `packages/shared/src/catalog/answers`. */
export interface SampleProviders {
  /** The URL of the proxy that leads to them, for `EGRESS_PROXY`. */
  proxyUrl: string
  /** The certificate that signed theirs, in PEM. */
  authority: string
  /** Starts the provider of a script. Its hosts belong to this script from now on. */
  start(script: Script): Promise<ScriptedProvider>
  close(): Promise<void>
}

/** Starts a proxy to a world of providers on this machine. Every other host is unreachable. */
export async function startSampleProviders(): Promise<SampleProviders> {
  const world = await createWorld()
  const proxy = createServer()
  proxy.on('connect', async ({ url = '' }, client, head) => {
    client.on('error', () => client.destroy())
    const target = await connectInside(world, new URL(`http://${url}`)).catch(() => undefined)
    if (!target) return client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    target.on('error', () => client.destroy())
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    target.write(head)
    target.pipe(client)
    client.pipe(target)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return {
    proxyUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    authority: world.authority.cert,
    start: (script) => startScriptedProvider(world, script),
    async close() {
      proxy.close()
      proxy.closeAllConnections()
      await world.close()
    },
  }
}

async function connectInside({ ports }: World, { hostname, port }: URL): Promise<Socket> {
  const [address = ''] = await ports.lookup(hostname, AbortSignal.timeout(10_000))
  const socket = ports.dial(address, Number(port || 80))
  await once(socket, 'connect')
  return socket
}
