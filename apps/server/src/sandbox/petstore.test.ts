import { describe, expect, it } from 'vitest'
import { engines } from '../../testing/databases/databases.ts'
import { startStepkey } from '../../testing/stepkey.ts'
import { createWorld } from '../../testing/world.ts'
import { createPetstore } from './petstore.ts'

describe.each(engines)('Petstore component on %s', (engine) => {
  it('uses the sandbox address by default, and requires an address when there is no sandbox', async () => {
    const world = await createWorld()
    const sandbox = createPetstore()
    const address = await world.http((request, response) => sandbox.emit('request', request, response))
    const petstore = { componentId: 'petstore', methodId: 'apiKey' }

    const withSandbox = await startStepkey(engine, {
      outside: world.ports,
      config: { sandboxPort: Number(new URL(address).port) },
    })
    const alice = await withSandbox.signUp('Alice')
    expect((await alice.components.get({ componentId: 'petstore' })).methods.apiKey).toMatchObject({
      supplied: { baseUrl: address },
      fields: { required: ['apiKey'], properties: { baseUrl: { default: address } } },
    })
    const wrong = await alice.credentials.create({ ...petstore, name: 'Pets', values: { apiKey: 'wrong' } })
    expect(wrong).toMatchObject({ outcome: 'not_saved', verification: { outcome: 'rejected' } })
    const right = await alice.credentials.create({ ...petstore, name: 'Pets', values: { apiKey: 'secret' } })
    expect(right).toMatchObject({
      outcome: 'saved',
      credential: { identity: 'Petstore sandbox', values: {} },
    })
    await withSandbox.stop()

    const without = await startStepkey(engine, { outside: world.ports, config: { sandboxPort: 'off' } })
    const bob = await without.signUp('Bob')
    expect((await bob.components.get({ componentId: 'petstore' })).methods.apiKey).toMatchObject({
      supplied: {},
      fields: { required: ['apiKey', 'baseUrl'] },
    })
    await expect(
      bob.credentials.create({ ...petstore, name: 'Pets', values: { apiKey: 'secret' } }),
    ).rejects.toMatchObject({ cause: { code: 'invalid_input', fields: [{ path: 'values.baseUrl' }] } })
    const own = await bob.credentials.create({
      ...petstore,
      name: 'Pets',
      values: { baseUrl: address, apiKey: 'secret' },
    })
    expect(own).toMatchObject({ outcome: 'saved', credential: { values: { baseUrl: address } } })
    await without.stop()
    await world.close()
  })
})
