import { existsSync } from 'node:fs'
import { catalog } from '@stepkey/shared/catalog/index'
import { type Component, type Method, needsApp } from '@stepkey/shared/component'
import { CONSENT, type Script, type ScriptedAnswer } from '@stepkey/shared/provider-script'
import { activeFields, describeFields, isRecord } from '@stepkey/shared/schema'
import type { Verification } from '@stepkey/shared/verification'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withDecoySecrets } from '../../src/domains/verification/control/decoy-secrets.ts'
import { leaked, onDisk } from '../leaked-secrets.ts'
import { type Person, type Stepkey, startStepkey } from '../stepkey.ts'
import { createWorld, type World } from '../world.ts'
import { addApp, connect } from './consent.ts'
import { expected, playVendor, type Vendor } from './scripted-provider.ts'
import { scriptsOf } from './scripts.ts'

let world: World
let stepkey: Stepkey
let alice: Person
/** The same, where no name leads anywhere. */
let cutOff: Stepkey
let bob: Person

beforeAll(async () => {
  world = await createWorld()
  stepkey = await startStepkey('sqlite', { outside: world.ports })
  alice = await stepkey.signUp('Alice')
  cutOff = await startStepkey('sqlite', { outside: { ...world.ports, lookup: async () => [] } })
  bob = await cutOff.signUp('Bob')
})
afterAll(async () => {
  await stepkey.stop()
  await cutOff.stop()
  await world.close()
})

/** A test where there is something to test. */
const itWhere = (condition: unknown): ((name: string, test: () => Promise<void>) => void) =>
  condition ? it : () => {}

/**
 * The conformance kit: what every component has to prove against a vendor that answers as documented. A component
 * without answers fails; one that can't be asked says so in them.
 */
for (const component of Object.values<Component>(catalog)) {
  const answers = await scriptsOf(component)
  describe(component.title, () => {
    it(`has answers for each of its methods, in catalog/answers/${component.id}.ts`, () => {
      expect(Object.keys(answers).sort()).toEqual(Object.keys(component.methods).sort())
    })
    for (const [methodId, method] of Object.entries(component.methods)) {
      const script = answers[methodId]
      if (!script) continue
      if ('driver' in script) {
        it(`${methodId} goes through a driver, which is tested with servers of its kind`, () => {
          expect(method.verify).toMatchObject({ driver: script.driver })
          const tests = new URL(
            `../../src/domains/verification/drivers/${script.driver}.test.ts`,
            import.meta.url,
          )
          expect(existsSync(tests)).toBe(true)
        })
      } else if ('untestable' in script) {
        it(`${methodId} says why it can’t be tested`, () => {
          expect(method.verify).toMatchObject({ untestable: expect.stringMatching(/\w{3}/) })
        })
      } else {
        describe(methodId, () => conforms(component, methodId, method, script))
      }
    }
  })
}

function conforms(component: Component, methodId: string, method: Method, script: Script) {
  const { exchanges, values, bad, forbidden, consent, traps = {} } = script
  const last = exchanges.length - 1
  const secrets = [...secretsIn(method, values), ...(consent ? grantedIn(script) : [])]
  let vendor: Vendor
  const answered: string[] = []

  beforeAll(async () => {
    vendor = await playVendor(world, script)
    if (consent && needsApp(method)) for (const rpc of [alice, bob]) await addApp(rpc, component)
  })

  async function verify(given = values, instead?: Vendor['instead']): Promise<Verification> {
    vendor.seen = []
    vendor.instead = instead
    if (consent) {
      const { verification } = await connect(alice, { component, methodId, script, vendor })
      answered.push(JSON.stringify(verification))
      return verification
    }
    const verification = await alice.credentials.verify({
      componentId: component.id,
      methodId,
      values: given,
    })
    answered.push(JSON.stringify(verification))
    return verification
  }

  /** Asks about one that is connected already: everything but the token is asked for as before. */
  async function asker() {
    vendor.seen = []
    vendor.instead = undefined
    if (!consent) return (instead: Vendor['instead']) => verify(values, instead)
    const { credentialId = '' } = await connect(alice, { component, methodId, script, vendor })
    return async (instead: Vendor['instead']) => {
      vendor.seen = []
      vendor.instead = instead && { ...instead, at: instead.at - 1 }
      const verification = await alice.credentials.verify({ credentialId })
      answered.push(JSON.stringify(verification))
      return verification
    }
  }

  it('verifies good values, by exactly the documented requests', async () => {
    const verification = await verify()
    const documented = exchanges.map(({ request }, at) => expected(request, vendor.seen[at]))
    expect(vendor.seen.slice(0, exchanges.length)).toEqual(await Promise.all(documented))
    expect(verification).toMatchObject({ outcome: 'verified', ...script.learns })
  })

  itWhere(typeof bad !== 'string')(
    'rejects wrong secrets, whichever documented answer they get',
    async () => {
      if (consent) {
        for (const answer of bad as readonly ScriptedAnswer[]) {
          expect(await verify(values, { at: last, answer })).toMatchObject({ outcome: 'rejected' })
        }
        return
      }
      const spoilt = script.wrong ? { ...values, ...script.wrong } : withDecoySecrets(method, values)
      expect(spoilt).toBeDefined()
      for (const answer of bad as readonly ScriptedAnswer[]) {
        const at = method.token ? 0 : last
        expect(await verify(spoilt, { at, answer })).toMatchObject({ outcome: 'rejected' })
      }
      const refused = await alice.credentials.create({
        componentId: component.id,
        methodId,
        name: `${methodId} wrong`,
        values: spoilt ?? {},
        allowUnverified: true,
      })
      expect(refused).toMatchObject({ outcome: 'not_saved', verification: { outcome: 'rejected' } })
    },
  )

  itWhere(typeof forbidden !== 'string')('takes a good key that may not do this as limited', async () => {
    const answer = forbidden as ScriptedAnswer
    expect(await verify(values, { at: last, answer })).toMatchObject({ outcome: 'limited' })
  })

  it.each(Object.entries(traps))('is not misled by %s', async (_name, { answer, finding }) => {
    expect(await verify(values, { at: last, answer })).toMatchObject(finding)
  })

  it('learns nothing from limits, failures and web pages', async () => {
    const ask = await asker()
    const html = { 'content-type': 'text/html' }
    const cases: [ScriptedAnswer, Partial<Verification>][] = [
      [{ status: 429 }, { outcome: 'rate_limited' }],
      [{ status: 500, json: {} }, { outcome: 'unexpected' }],
      [{ status: 302, headers: { location: 'https://elsewhere.example/' } }, { outcome: 'unexpected' }],
      [
        { status: 200, headers: html, text: '<!doctype html><title>Sign in</title>' },
        { outcome: 'unexpected' },
      ],
    ]
    for (const [answer, outcome] of cases) {
      // What a consent brought back is not turned into a token then: see below.
      for (let at = consent ? 1 : 0; at <= last; at++)
        expect(await ask({ at, answer })).toMatchObject(outcome)
    }
  })

  itWhere(consent)('is not misled by a token endpoint that does not answer as documented', async () => {
    for (const answer of [
      { status: 400, json: { error: 'invalid_grant' } },
      { status: 401, json: { error: 'invalid_client' } },
      { status: 200, json: { error: 'invalid_grant' } },
      { status: 200, json: {} },
      { status: 500, json: {} },
      { status: 200, headers: { 'content-type': 'text/html' }, text: '<title>Sign in</title>' },
    ]) {
      vendor.seen = []
      vendor.instead = { at: 0, answer }
      const ended = await connect(alice, { component, methodId, script, vendor })
      // Whoever waits for a code goes on waiting while the vendor has a problem of its own.
      const goesOn = consent?.device && answer.status >= 500
      expect(ended.finished).toMatchObject(
        goesOn ? { outcome: 'pending' } : { outcome: 'refused', reason: 'failed' },
      )
      answered.push(JSON.stringify(ended))
    }
  })

  itWhere(consent?.refresh)('renews the token by exactly the documented request', async () => {
    vendor.seen = []
    vendor.instead = undefined
    const { credentialId } = await connect(alice, { component, methodId, script, vendor })
    vendor.seen = []
    // The token turns out to be old.
    vendor.instead = {
      at: 0,
      answer: typeof bad === 'string' ? { status: 401 } : (bad[0] ?? { status: 401 }),
    }
    const verification = await alice.credentials.verify({ credentialId: credentialId ?? '' })
    expect(verification).toMatchObject({ outcome: 'verified' })
    const renewal = consent?.refresh?.request
    expect(vendor.seen[exchanges.length - 1]).toEqual(
      renewal && (await expected(renewal, vendor.seen[exchanges.length - 1])),
    )
  })

  itWhere(consent)(
    'takes the grant back when the credential is deleted, where the vendor offers that',
    async () => {
      vendor.seen = []
      vendor.instead = undefined
      const { credentialId = '' } = await connect(alice, { component, methodId, script, vendor })
      vendor.seen = []
      // Where it would end them, too, nothing is taken back: so there must be no others.
      await stepkey.deps.db
        .deleteFrom('credential_token')
        .where('credential_id', '!=', credentialId)
        .execute()
      expect(await alice.credentials.remove({ credentialId })).toEqual({
        outcome: 'deleted',
        revocation: consent?.revoke ? 'revoked' : 'not_offered',
      })
      const request = consent?.revoke?.request
      expect(vendor.seen).toEqual(request ? [await expected(request, vendor.seen[0])] : [])
    },
  )

  it('finds an unreachable vendor unreachable', async () => {
    if (consent) {
      const { finished } = await connect(bob, { component, methodId, script, vendor })
      expect(finished).toMatchObject({ outcome: 'refused', reason: 'failed' })
      expect(JSON.stringify(finished)).toContain('There is no server named')
      return
    }
    const verification = await bob.credentials.verify({ componentId: component.id, methodId, values })
    answered.push(JSON.stringify(verification))
    expect(verification).toMatchObject({ outcome: 'unreachable', reason: 'name_not_found' })
  })

  it('shows no secret anywhere, not even one that the vendor repeats', async () => {
    const ask = await asker()
    for (const secret of secrets) {
      for (let at = consent ? 1 : 0; at <= last; at++) {
        const { answer } = exchanges[at] ?? exchanges[0]
        await ask({ at, answer: parrot(answer, secret) })
      }
      await ask({ at: last, answer: { status: 500, text: secret } })
    }
    vendor.instead = undefined
    const saved = consent
      ? (await connect(alice, { component, methodId, script, vendor })).created
      : await alice.credentials.create({ componentId: component.id, methodId, name: methodId, values })
    expect(saved).toMatchObject({
      outcome: 'saved',
      credential: { status: 'verified', receipt: script.learns ?? {}, ...identityOf(script) },
    })
    answered.push(JSON.stringify(saved), JSON.stringify(await alice.credentials.list()))
    const token = exchanges.flatMap(({ answer }) => tokensIn(answer))
    const places = {
      answers: answered.join('\n'),
      logs: stepkey.logged.join('\n'),
      ...(await onDisk(stepkey)),
    }
    for (const [place, content] of Object.entries(places)) {
      expect({ place, leaked: leaked(content, [...secrets, ...token]) }).toEqual({ place, leaked: [] })
    }
  })
}

function secretsIn(method: Method, values: Record<string, unknown>): string[] {
  const parsed = method.fields.parse(values) as Record<string, unknown>
  return [...activeFields(describeFields(method.fields), parsed)].flatMap(({ field, value }) =>
    field.meta.secret && typeof value === 'string' ? [value] : [],
  )
}

/** What a consent brings that nobody may see. */
const grantedIn = ({ exchanges, consent }: Script): string[] => [
  ...(consent && JSON.stringify(exchanges[0].request).includes(CONSENT.clientSecret)
    ? [CONSENT.clientSecret]
    : []),
  ...tokensIn(exchanges[0].answer),
]

const identityOf = ({ learns }: Script) => (learns?.identity ? { identity: learns.identity } : {})

/** Access tokens that an answer hands out. */
const tokensIn = ({ json }: ScriptedAnswer): string[] =>
  isRecord(json) && typeof json.access_token === 'string' ? [json.access_token] : []

/** The same answer with every text in it replaced by the secret. */
function parrot({ status, headers = {}, json }: ScriptedAnswer, secret: string): ScriptedAnswer {
  const isSendable = /^[\x20-\x7e]*$/.test(secret)
  const echoed = Object.keys(headers).filter((name) => isSendable && name !== 'www-authenticate')
  return {
    status,
    headers: { ...headers, ...Object.fromEntries(echoed.map((name) => [name, secret])) },
    json: repeat(json, secret),
  }
}

function repeat(json: unknown, secret: string): unknown {
  if (typeof json === 'string') return secret
  if (Array.isArray(json)) return json.map((item) => repeat(item, secret))
  if (!isRecord(json)) return json
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, repeat(value, secret)]))
}
