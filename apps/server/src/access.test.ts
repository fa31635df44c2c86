import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from './caller.ts'
import { appRouter } from './router.ts'
import { engines } from './testing/databases.ts'
import { createShop, shopCredential } from './testing/shop.ts'
import { type Stepkey, startStepkey } from './testing/stepkey.ts'
import { createWorld, type World } from './testing/world.ts'

/** What belongs to Alice, for Bob to reach for. */
interface Belongings {
  credentialId: string
  flowId: string
  stepId: string
  apiKeyId: string
}
type Reach = (rpc: Caller, its: Belongings, base: string) => Promise<unknown>

/**
 * One row for every procedure. `public` ones need no session; `own` ones answer about the caller alone;
 * `engine` ones are for API keys alone; the others name something of Alice's, and Bob must get the answer that he would get if it did not exist.
 */
const procedures: Record<string, { access: 'public' | 'own' | 'foreign' | 'engine'; call: Reach }> = {
  'accounts.welcome': { access: 'public', call: (rpc) => rpc.accounts.welcome() },
  'accounts.signUp': {
    access: 'public',
    call: (rpc) =>
      rpc.accounts.signUp({ name: 'X', email: `x${Math.random()}@example.com`, password: 'a long password' }),
  },
  'accounts.signIn': {
    access: 'public',
    call: (rpc) => rpc.accounts.signIn({ email: 'bob@example.com', password: "Bob's long password" }),
  },
  'accounts.me': { access: 'own', call: (rpc) => rpc.accounts.me() },
  'accounts.signOut': { access: 'own', call: (rpc) => rpc.accounts.signOut() },
  'apiKeys.create': { access: 'own', call: (rpc) => rpc.apiKeys.create({ name: 'His', scopes: ['read'] }) },
  'apiKeys.list': { access: 'own', call: (rpc) => rpc.apiKeys.list() },
  'apiKeys.revoke': { access: 'foreign', call: (rpc, { apiKeyId }) => rpc.apiKeys.revoke({ apiKeyId }) },
  'components.list': { access: 'own', call: (rpc) => rpc.components.list() },
  'components.get': { access: 'own', call: (rpc) => rpc.components.get({ componentId: 'http' }) },
  'credentials.list': { access: 'own', call: (rpc) => rpc.credentials.list() },
  'credentials.get': {
    access: 'foreign',
    call: (rpc, { credentialId }) => rpc.credentials.get({ credentialId }),
  },
  'credentials.usage': {
    access: 'foreign',
    call: (rpc, { credentialId }) => rpc.credentials.usage({ credentialId }),
  },
  'credentials.verify': {
    access: 'foreign',
    call: (rpc, { credentialId }) => rpc.credentials.verify({ credentialId }),
  },
  'credentials.create': {
    access: 'foreign',
    call: (rpc, { flowId, stepId }, base) =>
      rpc.credentials.create({ ...shopCredential(base, 'Mine'), bindTo: { flowId, stepId } }),
  },
  'credentials.update': {
    access: 'foreign',
    call: (rpc, { credentialId }) => rpc.credentials.update({ credentialId, version: 1, name: 'Mine' }),
  },
  'credentials.issue': {
    access: 'engine',
    call: (rpc, { flowId, stepId }) => rpc.credentials.issue({ flowId, stepId }),
  },
  'credentials.remove': {
    access: 'foreign',
    call: (rpc, { credentialId }) => rpc.credentials.remove({ credentialId }),
  },
  'flows.list': { access: 'own', call: (rpc) => rpc.flows.list() },
  'flows.get': { access: 'foreign', call: (rpc, { flowId }) => rpc.flows.get({ flowId }) },
  'flows.save': {
    access: 'foreign',
    call: (rpc, { flowId }) => rpc.flows.save({ flowId, version: 1, name: 'Mine', steps: [] }),
  },
  'flows.activate': { access: 'foreign', call: (rpc, { flowId }) => rpc.flows.activate({ flowId }) },
  'flows.deactivate': { access: 'foreign', call: (rpc, { flowId }) => rpc.flows.deactivate({ flowId }) },
  'flows.remove': { access: 'foreign', call: (rpc, { flowId }) => rpc.flows.remove({ flowId }) },
}

it('has a row for every procedure of the router', () => {
  expect(Object.keys(procedures).sort()).toEqual(Object.keys(appRouter._def.procedures).sort())
})

describe.each(engines)('access on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let its: Belongings
  const shop = createShop()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(shop.listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
    const alice = await stepkey.signUp('Alice')
    await stepkey.signUp('Bob')
    const created = await alice.credentials.create(shopCredential(base))
    if (created.outcome !== 'saved') throw new Error('not saved')
    const credentialId = created.credential.id
    const flow = await alice.flows.save({
      name: 'Hers',
      steps: [{ name: 'Step', componentId: 'http', credentialId }],
    })
    if (flow.outcome !== 'saved') throw new Error('not saved')
    its = { credentialId, flowId: flow.id, stepId: flow.steps[0]?.id ?? '', apiKeyId: '' }
    await alice.flows.activate({ flowId: flow.id })
    its.apiKeyId = (await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })).apiKey.id
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  async function bob() {
    const rpc = stepkey.visitor()
    await rpc.accounts.signIn({ email: 'bob@example.com', password: "Bob's long password" })
    return rpc
  }

  describe.each(Object.entries(procedures))('%s', (_, { access, call }) => {
    if (access === 'public') {
      it('is open to everybody', async () => {
        await expect(call(stepkey.visitor(), its, base)).resolves.toBeDefined()
      })
      return
    }
    it('needs a session', async () => {
      await expect(call(stepkey.visitor(), its, base)).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    })
    if (access === 'engine') {
      it('is for API keys alone', async () => {
        await expect(call(await bob(), its, base)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      })
      return
    }
    if (access === 'own') {
      it('shows nothing of another account', async () => {
        const answer = JSON.stringify(await call(await bob(), its, base))
        for (const id of [...Object.values(its), 'Hers', 'Shop', 'Engine']) expect(answer).not.toContain(id)
        expect(answer).not.toMatch(/Count":[1-9]/)
      })
      return
    }
    it('finds nothing of another account, just as if it did not exist, and asks nobody', async () => {
      shop.asked.length = 0
      const rpc = await bob()
      const absent = { credentialId: 'absent', flowId: 'absent', stepId: 'absent', apiKeyId: 'absent' }
      const [foreign, missing] = await Promise.all(
        [its, absent].map((what) => call(rpc, what, base).catch(({ code, message }) => ({ code, message }))),
      )
      expect(foreign).toMatchObject({ code: 'NOT_FOUND' })
      expect(foreign).toEqual(missing)
      expect(shop.asked).toEqual([])
    })
  })

  it('left everything of Alice’s as it was', async () => {
    const alice = stepkey.visitor()
    await alice.accounts.signIn({ email: 'alice@example.com', password: "Alice's long password" })
    expect(await alice.credentials.get({ credentialId: its.credentialId })).toMatchObject({
      name: 'Shop',
      version: 1,
      useCount: 1,
    })
    expect(await alice.flows.get({ flowId: its.flowId })).toMatchObject({
      name: 'Hers',
      version: 1,
      status: 'active',
    })
  })
})
