import { fileURLToPath } from 'node:url'
import type * as Client from '@stepkey/client'
import { build, type Rolldown } from 'vite'
import { expect, test } from './workspace.ts'

const CLIENT_PATH = '/client-under-test.js'

/** Bundles the typed client as an internal tool would. */
async function bundleClient(): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL('../../../packages/client/src/client.ts', import.meta.url)),
        formats: ['es'],
      },
    },
  })) as Rolldown.RolldownOutput[]
  return built[0]?.output[0].code ?? ''
}

test('the typed client runs in a browser', async ({ page, workspace }) => {
  const { id: credentialId } = await workspace.credential('Minka shop')
  const flow = await workspace.flow('Pets', [{ name: 'Add', componentId: 'petstore', credentialId }])
  await workspace.call('flows.activate', { flowId: flow.id })
  const scopes = ['read', 'issue']
  const { key } = await workspace.call<{ key: string }>('apiKeys.create', { name: 'Tool', scopes })

  const contentType = 'text/javascript'
  await page.route(`**${CLIENT_PATH}`, async (route) =>
    route.fulfill({ contentType, body: await bundleClient() }),
  )
  await page.goto('/sign-in')
  const step = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
  const result = await page.evaluate(
    async ({ clientPath, apiKey, step }) => {
      const { createClient }: typeof Client = await import(clientPath)
      const client = createClient({ url: location.origin, apiKey })
      const { items } = await client.credentials.list.query({ componentId: 'petstore' })
      const issued = await client.issue('petstore', step)
      const refused = await client.issue('github', step).catch((error: Client.StepkeyError) => error.code)
      return { names: items.map(({ name }) => name), apiKey: issued.values.apiKey, refused }
    },
    { clientPath: CLIENT_PATH, apiKey: key, step },
  )
  expect(result).toEqual({ names: ['Minka shop'], apiKey: 'secret', refused: 'other_component' })
})
