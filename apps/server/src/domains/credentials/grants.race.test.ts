import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { completeConsent, connected } from '../../../testing/connected-credential.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { AT_ONCE, createValueRace, describeTally } from '../../../testing/races/value-race.ts'
import { createAuthorizationServer } from '../../../testing/servers/authorization-server.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

const ROUNDS = process.env.STEPKEY_LONG ? 2500 : 25

/**
 * In every round, several users connect two credentials again, freeze them and change the flows that use them, while their
 * access tokens are refreshed on schedule, by issues, by verifications and because engines report them as refused. The
 * provider is slow, so that many refreshes end after the grant was replaced. The access token that is stored or issued
 * always belongs to the grant of its generation.
 */
describe.each(engines)('concurrent refreshes and new grants on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person

  beforeAll(async () => {
    world = await createWorld()
    stepkey = await startStepkey(engine, { outside: world.ports })
    alice = await stepkey.signUp('Alice')
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  it(`never make the token of an earlier grant the one of a later grant, in ${ROUNDS} rounds of ${AT_ONCE}`, async () => {
    const provider = await createAuthorizationServer(world)
    provider.lifetime = 15 * 60
    const [one, two] = [await connected(alice, provider), await connected(alice, provider)]
    const race = await createValueRace(stepkey, alice, {
      componentId: 'oauth2',
      credentialIds: [one.id, two.id],
      originOfValues: () => undefined,
      originOfToken: (accessToken) => provider.grantOf.get(accessToken),
      isRestorable: false,
    })
    const { random, version } = race
    provider.trouble = (body) => {
      if (body.get('grant_type') !== 'refresh_token') return undefined
      return random() < 0.05 ? { instead: 503 } : { before: random() * 100, after: random() * 100 }
    }
    const before = provider.spent
    const tally = await race.run(
      ROUNDS,
      {
        reconnect: async (credentialId) => {
          const { consentId, parameters, path } = await completeConsent(alice, provider, { credentialId })
          await alice.consents.finish({ consentId, parameters, path })
          return await alice.credentials.update({
            credentialId,
            version: await version(credentialId),
            consentId,
          })
        },
      },
      OFTEN,
    )
    const refreshes = provider.spent - before
    console.log(`${engine}, seed ${race.seed}, ${refreshes} refreshes: ${describeTally(tally)}`)
    expect(refreshes).toBeGreaterThan(0)
    expect(tally.get('issue: done') ?? 0).toBeGreaterThan(0)
    expect(tally.get('reconnect: saved') ?? 0).toBeGreaterThan(0)
    // Flow engines get the result for the new grant instead.
    expect(tally.has('issue: conflict') || tally.has('report: conflict')).toBe(false)
    expect(provider.familiesRevoked).toBe(0)
  })
})

/** Operations that are drawn more often than others, so that most flows are active and few credentials frozen. */
const OFTEN = [
  ...['reconnect', 'reconnect', 'refresh', 'verify', 'activate', 'activate', 'activate', 'unfreeze'],
  ...['unfreeze', 'issue', 'issue', 'issue', 'issue', 'issue'],
]
