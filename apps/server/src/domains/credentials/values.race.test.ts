import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { AT_ONCE, createValueRace, describeTally } from '../../../testing/races/value-race.ts'
import {
  createClientCredentialsServer,
  secretOfToken,
} from '../../../testing/servers/client-credentials-server.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

const ROUNDS = process.env.STEPKEY_LONG ? 2500 : 40

/**
 * In every round, several users change the values of two credentials and the flows that use them, all at the same time,
 * in an order that depends on a seed: an API token, and a client secret whose access tokens are stored and expire. Whatever
 * wins, there is one current value, every step of an active flow has a credential, and a flow engine gets only values and
 * access tokens of a generation that was in use when it asked.
 */
describe.each(engines)('concurrent changes of values on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  const api = createFakeApi()
  const provider = createClientCredentialsServer()
  let secrets = 0

  beforeAll(async () => {
    world = await createWorld()
    stepkey = await startStepkey(engine, { outside: world.ports })
    alice = await stepkey.signUp('Alice')
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  /** Returns a secret that the fake API and the token endpoint accept, or rarely one that they reject. */
  function newSecret(isAccepted: boolean) {
    const secret = `secret-${++secrets}`
    if (isAccepted) {
      api.tokens.set(secret, 'alice')
      provider.secrets.add(secret)
    }
    return secret
  }

  it(`keep one current value, and never issue one that was replaced before, in ${ROUNDS} rounds of ${AT_ONCE}`, async () => {
    const base = await world.http((request, response) => api.listener(request, response))
    const authorizationServer = await world.http(provider.listener)
    const key = await alice.credentials.create(fakeApiCredential(base, 'Key', newSecret(true)))
    const client = await alice.credentials.create({
      componentId: 'http',
      methodId: 'clientCredentials',
      name: 'Client',
      values: {
        baseUrl: authorizationServer,
        testPath: '/me',
        tokenUrl: `${authorizationServer}/token`,
        clientId: 'stepkey',
        clientSecret: newSecret(true),
      },
    })
    assertSaved(key)
    assertSaved(client)
    const clientId = client.credential.id
    const race = await createValueRace(stepkey, alice, {
      componentId: 'http',
      credentialIds: [key.credential.id, clientId],
      originOfValues: ({ token, clientSecret }) => String(token ?? clientSecret),
      originOfToken: secretOfToken,
      isRestorable: true,
    })
    const { random, version, valuesOf } = race
    // Longer than a round, but due for a refresh after one or two.
    provider.lifetime = 15 * 60
    provider.delay = () => random() * 30
    const newValues = (credentialId: string, isAccepted: boolean) => ({
      [credentialId === clientId ? 'clientSecret' : 'token']: newSecret(isAccepted),
    })
    const pendingOf = async (credentialId: string) =>
      (await valuesOf(credentialId)).find(({ state }) => state === 'pending')?.generation ?? 1

    const tally = await race.run(
      ROUNDS,
      {
        add: async (credentialId) => {
          const values = newValues(credentialId, random() < 0.85)
          const added = await alice.credentials.addValue({
            credentialId,
            version: await version(credentialId),
            values,
          })
          if (added.outcome === 'pending')
            race.see(credentialId, added.generation, Object.values(values)[0], `added, seed ${race.seed}`)
          return added
        },
        try: async (credentialId, { flowId }) =>
          alice.credentials.promote({
            credentialId,
            generation: await pendingOf(credentialId),
            flowIds: [flowId],
          }),
        promote: async (credentialId) =>
          alice.credentials.promote({ credentialId, generation: await pendingOf(credentialId) }),
        restore: (credentialId) => alice.credentials.restore({ credentialId }),
        discard: async (credentialId) =>
          alice.credentials.discardValue({ credentialId, generation: await pendingOf(credentialId) }),
        verifyKept: async (credentialId) => {
          const kept = (await valuesOf(credentialId)).filter(({ state }) => /pending|previous/.test(state))
          return await alice.credentials.verifyValue({ credentialId, generation: kept[0]?.generation ?? 1 })
        },
        update: async (credentialId) =>
          alice.credentials.update({
            credentialId,
            version: await version(credentialId),
            values: newValues(credentialId, true),
          }),
      },
      { often: OFTEN, required: REQUIRED },
    )
    console.log(`${engine}, seed ${race.seed}, ${provider.made} access tokens: ${describeTally(tally)}`)
    expect(tally.has('issue: conflict')).toBe(false)
  })
})

/**
 * Operations that are drawn more often than others. Otherwise most values would be discarded before they are promoted, and
 * most flows inactive or frozen.
 */
const OFTEN = [
  ...['add', 'add', 'promote', 'promote', 'try', 'activate', 'activate', 'activate', 'unfreeze', 'unfreeze'],
  ...['issue', 'issue', 'issue', 'issue', 'issue'],
]

/** What the rounds must contain, so that a success proves something. */
const REQUIRED = [
  ...['add: pending', 'add: not_saved', 'promote: promoted', 'restore: restored', 'discard: discarded'],
  ...['try: on_trial', 'verifyKept: verified', 'update: saved', 'issue: done', 'report: verified'],
]
