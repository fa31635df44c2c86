import { existsSync } from 'node:fs'
import { catalog } from '@stepkey/shared/catalog/index'
import { type Component, type Method, needsApp } from '@stepkey/shared/component'
import { answerProblems, componentProblems } from '@stepkey/shared/component-problems'
import { CONSENT, type Script, type ScriptedAnswer } from '@stepkey/shared/provider-script'
import { activeFields, describeFields, isRecord } from '@stepkey/shared/schema'
import type { Verification } from '@stepkey/shared/verification'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withDecoySecrets } from '../../src/domains/verification/control/decoy-secrets.ts'
import { assertSaved } from '../assert-saved.ts'
import { leaked, onDisk } from '../leaked-secrets.ts'
import { type Person, type Stepkey, startStepkey } from '../stepkey.ts'
import { createWorld, type World } from '../world.ts'
import { addApp, connect } from './consent.ts'
import { expected, type ScriptedProvider, startScriptedProvider } from './scripted-provider.ts'
import { scriptsOf } from './scripts.ts'

let world: World
let stepkey: Stepkey
let alice: Person
/** A Stepkey for which no host name resolves. */
let offline: Stepkey
let bob: Person

beforeAll(async () => {
  world = await createWorld()
  stepkey = await startStepkey('sqlite', { outside: world.ports })
  alice = await stepkey.signUp('Alice')
  offline = await startStepkey('sqlite', { outside: { ...world.ports, lookup: async () => [] } })
  bob = await offline.signUp('Bob')
})
afterAll(async () => {
  await stepkey.stop()
  await offline.stop()
  await world.close()
})

/** Defines the test only if the condition holds, without reporting it as skipped. */
const itIf = (condition: unknown): ((name: string, test: () => Promise<void>) => void) =>
  condition ? it : () => {}

/**
 * The conformance kit: tests every component against a provider that answers as documented. A component without
 * documented answers fails. An untestable method must give the reason.
 */
for (const component of Object.values<Component>(catalog)) {
  // `definition.test.ts` reports the problems.
  if (componentProblems(component).length > 0) continue
  const answers = await scriptsOf(component)
  describe(`${component.title} [${component.id}]`, () => {
    it(`has answers for each of its methods, in catalog/answers/${component.id}.ts`, () => {
      const problems = Object.keys(component.methods).flatMap((id) =>
        answerProblems(component, id, answers[id]),
      )
      const unknown = Object.keys(answers).filter((id) => !component.methods[id])
      const all = [
        ...problems,
        ...unknown.map((id) => `There are answers for the method ${id}, which does not exist. Remove them.`),
      ]
      expect(all, all.join('\n')).toEqual([])
    })
    for (const [methodId, method] of Object.entries(component.methods)) {
      const script = answers[methodId]
      if (!script || answerProblems(component, methodId, script).length > 0) continue
      if ('driver' in script) {
        it(`${methodId} uses the protocol driver that the answers name, and the driver has tests`, () => {
          expect(
            method.verify,
            `\`verify\` of ${component.id}.${methodId} names another driver than its answers.`,
          ).toMatchObject({ driver: script.driver })
          const tests = new URL(
            `../../src/domains/verification/drivers/${script.driver}.test.ts`,
            import.meta.url,
          )
          expect(existsSync(tests), `The driver ${script.driver} has no tests in drivers/.`).toBe(true)
        })
      } else if ('untestable' in script) {
        it(`${methodId} gives a reason why it is untestable`, () => {
          expect(
            method.verify,
            `The answers say that ${component.id}.${methodId} is untestable. Give the reason as \`untestable\` in \`verify\`.`,
          ).toMatchObject({ untestable: expect.stringMatching(/\w{3}/) })
        })
      } else {
        describe(methodId, () => testMethod(component, methodId, method, script))
      }
    }
  })
}

function testMethod(component: Component, methodId: string, method: Method, script: Script) {
  const { exchanges, values, bad, forbidden, consent, traps = {} } = script
  const last = exchanges.length - 1
  const name = `${component.id}.${methodId}`
  const secrets = [...secretsIn(method, values), ...(consent ? grantedIn(script) : [])]
  let provider: ScriptedProvider
  const responses: string[] = []

  beforeAll(async () => {
    provider = await startScriptedProvider(world, script)
    if (consent && needsApp(method)) for (const rpc of [alice, bob]) await addApp(rpc, component)
  })

  async function verify(given = values, instead?: ScriptedProvider['instead']): Promise<Verification> {
    provider.seen = []
    provider.instead = instead
    if (consent) {
      const { verification } = await connect(alice, { component, methodId, script, provider })
      responses.push(JSON.stringify(verification))
      return verification
    }
    const verification = await alice.credentials.verify({
      componentId: component.id,
      methodId,
      values: given,
    })
    responses.push(JSON.stringify(verification))
    return verification
  }

  /** Returns a function that verifies a connected credential. Then only the token request is omitted. */
  async function createVerifier() {
    provider.seen = []
    provider.instead = undefined
    if (!consent) return (instead: ScriptedProvider['instead']) => verify(values, instead)
    const { credentialId = '' } = await connect(alice, { component, methodId, script, provider })
    return async (instead: ScriptedProvider['instead']) => {
      provider.seen = []
      provider.instead = instead && { ...instead, at: instead.at - 1 }
      const verification = await alice.credentials.verify({ credentialId })
      responses.push(JSON.stringify(verification))
      return verification
    }
  }

  it('verifies valid values with exactly the documented requests', async () => {
    const verification = await verify()
    const documented = exchanges.map(({ request }, at) => expected(request, provider.seen[at]))
    expect(
      provider.seen.slice(0, exchanges.length),
      `Stepkey sent other requests than the documented exchanges of ${name}. Compare \`place\`, \`baseUrl\` and \`verify\`.`,
    ).toEqual(await Promise.all(documented))
    expect(
      verification,
      `The documented answer for valid values of ${name} does not verify them as documented. Compare \`ok\`, \`identity\` and \`scopes\`.`,
    ).toMatchObject({ outcome: 'verified', ...script.learns })
  })

  itIf(typeof bad !== 'string')('rejects wrong secrets for every documented answer', async () => {
    if (consent) {
      for (const answer of bad as readonly ScriptedAnswer[]) {
        expect(
          await verify(values, { at: last, answer }),
          `The documented answer ${JSON.stringify(answer)} for a rejected token of ${name} is not rejected. Describe it in \`rejected\`.`,
        ).toMatchObject({ outcome: 'rejected' })
      }
      return
    }
    const decoys = script.wrong ? { ...values, ...script.wrong } : withDecoySecrets(method, values)
    expect(decoys, `${name} has no secret field. Give wrong values as \`wrong\`.`).toBeDefined()
    for (const answer of bad as readonly ScriptedAnswer[]) {
      const at = method.token ? 0 : last
      expect(
        await verify(decoys, { at, answer }),
        `The documented answer ${JSON.stringify(answer)} for wrong values of ${name} is not rejected. Describe it in \`rejected\`.`,
      ).toMatchObject({ outcome: 'rejected' })
    }
    const refused = await alice.credentials.create({
      componentId: component.id,
      methodId,
      name: `${methodId} wrong`,
      values: decoys ?? {},
      allowUnverified: true,
    })
    expect(refused, `Wrong values of ${name} were saved. Compare \`rejected\` and \`bad\`.`).toMatchObject({
      outcome: 'not_saved',
      verification: { outcome: 'rejected' },
    })
  })

  itIf(typeof forbidden !== 'string')(
    'returns limited for a valid key without permission for the request',
    async () => {
      const answer = forbidden as ScriptedAnswer
      expect(
        await verify(values, { at: last, answer }),
        `The documented answer ${JSON.stringify(answer)} of ${name} is not limited. Describe it in \`forbidden\`.`,
      ).toMatchObject({ outcome: 'limited' })
    },
  )

  it.each(Object.entries(traps))('classifies correctly: %s', async (_name, { answer, finding }) => {
    expect(
      await verify(values, { at: last, answer }),
      `The answer “${_name}” in \`traps\` of ${name} has another finding. Compare \`ok\`, \`rejected\` and \`forbidden\`.`,
    ).toMatchObject(finding)
  })

  it('is inconclusive for rate limits, server errors, redirects and web pages', async () => {
    const verifyWith = await createVerifier()
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
      // The token request of a consent is tested separately below.
      for (let at = consent ? 1 : 0; at <= last; at++)
        expect(
          await verifyWith({ at, answer }),
          `${name} draws a conclusion from an answer that proves nothing (${JSON.stringify(answer)}). Make \`ok\` and \`rejected\` stricter.`,
        ).toMatchObject(outcome)
    }
  })

  itIf(consent)('refuses a consent when the token endpoint does not answer as documented', async () => {
    for (const answer of [
      { status: 400, json: { error: 'invalid_grant' } },
      { status: 401, json: { error: 'invalid_client' } },
      { status: 200, json: { error: 'invalid_grant' } },
      { status: 200, json: {} },
      { status: 500, json: {} },
      { status: 200, headers: { 'content-type': 'text/html' }, text: '<title>Sign in</title>' },
    ]) {
      provider.seen = []
      provider.instead = { at: 0, answer }
      const ended = await connect(alice, { component, methodId, script, provider })
      // The device flow keeps polling after a server error.
      const goesOn = consent?.device && answer.status >= 500
      expect(
        ended.finished,
        `The consent of ${name} has another outcome when its token endpoint answers ${JSON.stringify(answer)}. Compare \`errors\` of \`token\`.`,
      ).toMatchObject(goesOn ? { outcome: 'pending' } : { outcome: 'refused', reason: 'failed' })
      responses.push(JSON.stringify(ended))
    }
  })

  itIf(consent?.refresh)('refreshes the token with exactly the documented request', async () => {
    provider.seen = []
    provider.instead = undefined
    const { credentialId } = await connect(alice, { component, methodId, script, provider })
    provider.seen = []
    // The provider rejects the token.
    provider.instead = {
      at: 0,
      answer: typeof bad === 'string' ? { status: 401 } : (bad[0] ?? { status: 401 }),
    }
    const verification = await alice.credentials.verify({ credentialId: credentialId ?? '' })
    expect(
      verification,
      `The token of ${name} is not refreshed after the provider rejects it. Compare \`rejected\` and \`token.refresh\`.`,
    ).toMatchObject({ outcome: 'verified' })
    const renewal = consent?.refresh?.request
    expect(
      provider.seen[exchanges.length - 1],
      `Stepkey refreshes the token of ${name} with another request than \`consent.refresh\` documents.`,
    ).toEqual(renewal && (await expected(renewal, provider.seen[exchanges.length - 1])))
  })

  itIf(consent)(
    'revokes the grant when the credential is deleted, if the provider supports revocation',
    async () => {
      provider.seen = []
      provider.instead = undefined
      const { credentialId = '' } = await connect(alice, { component, methodId, script, provider })
      provider.seen = []
      // Revocation is skipped if it would end other grants, so no other may exist.
      await stepkey.deps.db
        .deleteFrom('credential_token')
        .where('credential_id', '!=', credentialId)
        .execute()
      expect(
        await alice.credentials.remove({ credentialId }),
        `The grant of ${name} is revoked, or not, unlike \`consent.revoke\` documents. Compare \`token.revoke\`.`,
      ).toEqual({
        outcome: 'deleted',
        revocation: consent?.revoke ? 'revoked' : 'not_offered',
      })
      const request = consent?.revoke?.request
      expect(
        provider.seen,
        `Stepkey revokes the grant of ${name} with another request than \`consent.revoke\` documents.`,
      ).toEqual(request ? [await expected(request, provider.seen[0])] : [])
    },
  )

  itIf(method.revoke ?? script.revoke)('revokes a key with exactly the documented request', async () => {
    async function remove(instead?: ScriptedAnswer) {
      provider.instead = undefined
      const saved = await alice.credentials.create({
        componentId: component.id,
        methodId,
        name: 'Old',
        values,
      })
      assertSaved(saved)
      provider.seen = []
      provider.instead = instead && { at: 0, answer: instead }
      return await alice.credentials.remove({ credentialId: saved.credential.id, revoke: true })
    }
    const request = script.revoke?.request
    expect(await remove(), `The documented revocation of ${name} fails. Compare \`revoke\`.`).toEqual({
      outcome: 'deleted',
      revocation: 'revoked',
    })
    expect(
      provider.seen,
      `Stepkey revokes the key of ${name} with another request than \`revoke\` of its answers documents.`,
    ).toEqual(request && [await expected(request, provider.seen[0])])
    expect(await remove({ status: 500, json: {} })).toEqual({ outcome: 'deleted', revocation: 'failed' })
    // The provider no longer accepts the key. It says so only if the request is authenticated with the key.
    const isGone = method.revoke?.place === undefined
    for (const answer of bad as readonly ScriptedAnswer[]) {
      expect(
        await remove(answer),
        `The answer ${JSON.stringify(answer)} to the revocation of ${name} is misunderstood.`,
      ).toEqual({ outcome: 'deleted', revocation: isGone ? 'revoked' : 'failed' })
    }
  })

  it('returns unreachable when the host name does not resolve', async () => {
    if (consent) {
      const { finished } = await connect(bob, { component, methodId, script, provider })
      expect(finished, `The host of ${name} does not come from \`token\`.`).toMatchObject({
        outcome: 'refused',
        reason: 'failed',
        message: expect.stringContaining('There is no server named'),
      })
      return
    }
    const verification = await bob.credentials.verify({ componentId: component.id, methodId, values })
    responses.push(JSON.stringify(verification))
    expect(verification, `The host of ${name} does not come from \`baseUrl\`.`).toMatchObject({
      outcome: 'unreachable',
      reason: 'name_not_found',
    })
  })

  it('leaks no secret to responses, logs and the database, even if the provider echoes it', async () => {
    const verifyWith = await createVerifier()
    for (const secret of secrets) {
      for (let at = consent ? 1 : 0; at <= last; at++) {
        const { answer } = exchanges[at] ?? exchanges[0]
        await verifyWith({ at, answer: echoing(answer, secret) })
      }
      await verifyWith({ at: last, answer: { status: 500, text: secret } })
    }
    provider.instead = undefined
    const saved = consent
      ? (await connect(alice, { component, methodId, script, provider })).created
      : await alice.credentials.create({ componentId: component.id, methodId, name: methodId, values })
    expect(
      saved,
      `Valid values of ${name} are not saved with what \`learns\` documents. Compare \`identity\`, \`scopes\` and \`expires\`.`,
    ).toMatchObject({
      outcome: 'saved',
      credential: { status: 'verified', receipt: script.learns ?? {}, ...identityOf(script) },
    })
    responses.push(JSON.stringify(saved), JSON.stringify(await alice.credentials.list()))
    const token = exchanges.flatMap(({ answer }) => tokensIn(answer))
    const places = {
      answers: responses.join('\n'),
      logs: stepkey.logged.join('\n'),
      ...(await onDisk(stepkey)),
    }
    for (const [place, content] of Object.entries(places)) {
      expect(
        leaked(content, [...secrets, ...token]),
        `A secret of ${name} is in the ${place}. Mark its field as secret.`,
      ).toEqual([])
    }
  })
}

function secretsIn(method: Method, values: Record<string, unknown>): string[] {
  const parsed = method.fields.parse(values) as Record<string, unknown>
  return [...activeFields(describeFields(method.fields), parsed)].flatMap(({ field, value }) =>
    field.meta.secret && typeof value === 'string' ? [value] : [],
  )
}

/** The secrets that a consent adds: the client secret and the access token. */
const grantedIn = ({ exchanges, consent }: Script): string[] => [
  ...(consent && JSON.stringify(exchanges[0].request).includes(CONSENT.clientSecret)
    ? [CONSENT.clientSecret]
    : []),
  ...tokensIn(exchanges[0].answer),
]

const identityOf = ({ learns }: Script) => (learns?.identity ? { identity: learns.identity } : {})

/** Returns the access token of an answer, if any. */
const tokensIn = ({ json }: ScriptedAnswer): string[] =>
  isRecord(json) && typeof json.access_token === 'string' ? [json.access_token] : []

/** Returns the answer with every text in it replaced by the secret. */
function echoing({ status, headers = {}, json }: ScriptedAnswer, secret: string): ScriptedAnswer {
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
