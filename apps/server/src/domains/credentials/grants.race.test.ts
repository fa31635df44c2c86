import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { completeConsent, connected } from '../../../testing/connected-credential.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { AT_ONCE, createValueRace, describeTally, type Operation } from '../../../testing/races/value-race.ts'
import { createAuthorizationServer } from '../../../testing/servers/authorization-server.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { openToken } from './token-store.ts'
import { findToken } from './token-table.ts'

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
    const { random, version, operations } = race
    /** When the response to each refresh is sent at the earliest, by its refresh token. */
    const responses = new Map<string, number>()
    provider.trouble = (body) => {
      if (body.get('grant_type') !== 'refresh_token') return undefined
      if (random() < 0.05) return { instead: 503 }
      const delay = { before: random() * 100, after: random() * 100 }
      responses.set(body.get('refresh_token') ?? '', performance.now() + delay.before + delay.after)
      return delay
    }
    /** Counts how often a change was finished while the provider processed a refresh of the earlier state. */
    const counted =
      (name: string, outcome: string, change: Operation): Operation =>
      async (credentialId, step) => {
        // Otherwise most changes are finished before a refresh that begins at the same time reaches the provider.
        const isRefreshing = async (token?: string) =>
          performance.now() < (responses.get(token ?? (await storedRefreshToken(credentialId))) ?? 0)
        for (let wait = random() * 150; wait > 0 && !(await isRefreshing()); wait -= 10) await sleep(10)
        const refreshToken = await storedRefreshToken(credentialId)
        const result = await change(credentialId, step)
        const isDone = (result as { outcome?: string }).outcome === outcome
        const isEarlier = await isRefreshing(refreshToken)
        if (isDone && isEarlier) race.count(`${name} during a refresh`)
        return result
      }
    const reconnect = async (credentialId: string) => {
      const { consentId, parameters, path } = await completeConsent(alice, provider, { credentialId })
      await alice.consents.finish({ consentId, parameters, path })
      return await alice.credentials.update({ credentialId, version: await version(credentialId), consentId })
    }
    const before = provider.spent
    const tally = await race.run(
      ROUNDS,
      {
        reconnect: counted('reconnect', 'saved', reconnect),
        freeze: counted('freeze', 'frozen', operations.freeze),
        replace: counted('replace', 'replaced', operations.replace),
      },
      { often: OFTEN, required: REQUIRED },
    )
    const refreshes = provider.spent - before
    console.log(`${engine}, seed ${race.seed}, ${refreshes} refreshes: ${describeTally(tally)}`)
    expect(refreshes).toBeGreaterThan(0)
    // Flow engines get the result for the new grant instead.
    expect(tally.has('issue: conflict') || tally.has('report: conflict')).toBe(false)
    expect(provider.familiesRevoked).toBe(0)
  })

  async function storedRefreshToken(credentialId: string): Promise<string> {
    const { db, keyring } = stepkey.deps
    const { sealed, version } = (await findToken(db, alice.workspaceId, credentialId)) ?? {}
    if (!sealed || !version) return ''
    const token = await openToken(
      keyring,
      { id: credentialId, workspace_id: alice.workspaceId },
      { sealed, version },
    )
    return String(token.refresh_token)
  }
})

/** What the rounds must contain, so that a success proves something: each operation, and each change during a refresh. */
const REQUIRED = [
  ...['reconnect during a refresh', 'freeze during a refresh', 'replace during a refresh'],
  ...['reconnect: saved', 'refresh: done', 'verify: verified', 'report: verified', 'erase: done'],
  ...['issue: done', 'issue: credential_frozen', 'issue: flow_inactive', 'report: flow_inactive'],
  ...['freeze: frozen', 'unfreeze: active', 'activate: active', 'activate: blocked', 'deactivate: inactive'],
  ...['replace: replaced', 'remove: in_use'],
]

/** Operations that are drawn more often than others, so that most flows are active and few credentials frozen. */
const OFTEN = [
  ...['reconnect', 'reconnect', 'refresh', 'verify', 'activate', 'activate', 'activate', 'unfreeze'],
  ...['unfreeze', 'replace', 'issue', 'issue', 'issue', 'issue', 'issue'],
]
