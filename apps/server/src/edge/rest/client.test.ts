import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient, type StepkeyClient } from '@stepkey/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { createPetstore } from '../../sandbox/petstore.ts'

const EXAMPLE = join(import.meta.dirname, '../../../../../packages/client/examples/pets.ts')

/** Runs the typed client against a listening server. The package itself tests its types. */
describe('typed client', () => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let url: string
  let apiKey: string
  let client: StepkeyClient
  const pets = createPetstore()

  beforeAll(async () => {
    world = await createWorld()
    await new Promise<void>((resolve) => pets.listen(0, '127.0.0.1', resolve))
    const { port: sandboxPort } = pets.address() as { port: number }
    stepkey = await startStepkey('sqlite', { config: { sandboxPort }, outside: world.ports })
    alice = await stepkey.signUp('Alice')
    url = await stepkey.app.listen({ host: '127.0.0.1', port: 0 })
    apiKey = (
      await alice.apiKeys.create({ name: 'Tool', scopes: ['read', 'write', 'verify', 'flows', 'issue'] })
    ).key
    client = createClient({ url, apiKey })
  })
  afterAll(async () => {
    pets.close()
    await stepkey.stop()
    await world.close()
  })

  async function activeFlow() {
    const values = { apiKey: 'secret' }
    const name = `Pets ${Math.random()}`
    const made = await client.credentials.create.mutate({
      componentId: 'petstore',
      methodId: 'apiKey',
      name,
      values,
    })
    assertSaved(made)
    const steps = [{ name: 'Add', componentId: 'petstore', credentialId: made.credential.id }]
    const flow = await client.flows.save.mutate({ name, steps })
    assertSaved(flow)
    await client.flows.activate.mutate({ flowId: flow.id })
    return { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
  }

  it('creates, activates, issues and reports, and throws errors with codes', async () => {
    const step = await activeFlow()
    expect(await client.issue('petstore', step)).toMatchObject({
      methodId: 'apiKey',
      values: { apiKey: 'secret' },
    })
    await expect(client.issue('http', step)).rejects.toMatchObject({
      code: 'other_component',
      message: 'This step uses petstore/apiKey, not http.',
    })
    await expect(client.issue('petstore', { ...step, stepId: 'absent' })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await client.report(step)).toMatchObject({ outcome: 'verified' })
    const reader = await alice.apiKeys.create({ name: 'Reader', scopes: ['read'] })
    const readOnly = createClient({ url, apiKey: reader.key })
    await expect(readOnly.issue('petstore', step)).rejects.toMatchObject({ code: 'forbidden' })
    const unreachable = createClient({ url: 'http://127.0.0.1:1', apiKey })
    await expect(unreachable.issue('petstore', step)).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('runs its example, which fails with flow_inactive for an inactive flow', async () => {
    const { flowId } = await activeFlow()
    const env = { PATH: process.env.PATH, STEPKEY_URL: url, STEPKEY_API_KEY: apiKey }
    const run = promisify(execFile)
    expect((await run(process.execPath, [EXAMPLE, flowId], { env })).stdout).toBe('Add: added Nemo\n')
    await client.flows.deactivate.mutate({ flowId })
    await expect(run(process.execPath, [EXAMPLE, flowId], { env })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('flow_inactive: This flow is inactive'),
    })
  })
})
