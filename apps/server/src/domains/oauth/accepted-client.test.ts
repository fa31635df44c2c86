import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { onDisk } from '../../../testing/leaked-secrets.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { DomainError } from '../../platform/errors/domain-error.ts'

const clientSecret = 'RightClientSecretForTests0123'

interface Answer {
  status: number
  json: object
}
interface Provider {
  host: string
  /** The documented answer to a code that does not exist, from a client that the provider accepts. */
  invalidCode: Answer
  unknownId: Answer
  wrongSecret: Answer
  /** The field at which each refusal is shown, or the answer if it is not definite. */
  at: { unknownId: string; wrongSecret: string }
}

/** Sources: the documentation that the components name; for Google and HubSpot, messages in public issues. */
const providers: Record<string, Provider> = {
  gmail: {
    host: 'oauth2.googleapis.com',
    invalidCode: {
      status: 400,
      json: { error: 'invalid_grant', error_description: 'Malformed auth code.' },
    },
    unknownId: {
      status: 401,
      json: { error: 'invalid_client', error_description: 'The OAuth client was not found.' },
    },
    wrongSecret: { status: 401, json: { error: 'invalid_client', error_description: 'Unauthorized' } },
    at: { unknownId: 'clientId', wrongSecret: 'clientSecret' },
  },
  github: {
    host: 'github.com',
    invalidCode: { status: 200, json: { error: 'bad_verification_code' } },
    unknownId: { status: 404, json: { error: 'Not Found' } },
    wrongSecret: { status: 200, json: { error: 'incorrect_client_credentials' } },
    at: { unknownId: 'clientId', wrongSecret: 'clientSecret' },
  },
  slack: {
    host: 'slack.com',
    invalidCode: { status: 200, json: { ok: false, error: 'invalid_code' } },
    unknownId: { status: 200, json: { ok: false, error: 'invalid_client_id' } },
    wrongSecret: { status: 200, json: { ok: false, error: 'bad_client_secret' } },
    at: { unknownId: 'clientId', wrongSecret: 'clientSecret' },
  },
  hubspot: {
    host: 'api.hubapi.com',
    invalidCode: { status: 400, json: { error: 'invalid_grant', status: 'BAD_AUTH_CODE' } },
    unknownId: { status: 401, json: { error: 'invalid_client', status: 'BAD_CLIENT_ID' } },
    wrongSecret: { status: 401, json: { error: 'invalid_client' } },
    at: { unknownId: 'clientId', wrongSecret: 'clientSecret' },
  },
  // The tenant is a field of the credential, so another directory may know the app.
  outlook: {
    host: 'login.microsoftonline.com',
    invalidCode: {
      status: 400,
      json: { error: 'invalid_grant', error_codes: [70000], error_description: 'AADSTS70000: Invalid code.' },
    },
    unknownId: {
      status: 400,
      json: { error: 'unauthorized_client', error_codes: [700016], error_description: 'AADSTS700016: …' },
    },
    wrongSecret: {
      status: 401,
      json: { error: 'invalid_client', error_codes: [7000215], error_description: 'AADSTS7000215: …' },
    },
    at: { unknownId: 'inconclusive', wrongSecret: 'clientSecret' },
  },
  // A sandbox may know the app with this or another secret.
  salesforce: {
    host: 'login.salesforce.com',
    invalidCode: {
      status: 400,
      json: { error: 'invalid_grant', error_description: 'invalid authorization code' },
    },
    unknownId: {
      status: 400,
      json: { error: 'invalid_client_id', error_description: 'client identifier invalid' },
    },
    wrongSecret: {
      status: 400,
      json: { error: 'invalid_client', error_description: 'invalid client credentials' },
    },
    at: { unknownId: 'inconclusive', wrongSecret: 'inconclusive' },
  },
}

describe.each(engines)('the client of an OAuth app on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  /** The forms that the token endpoints received. */
  const received: URLSearchParams[] = []
  /** Replaces the answers of all providers. */
  let instead: ((form: URLSearchParams) => Answer | undefined) | undefined

  beforeAll(async () => {
    world = await createWorld()
    stepkey = await startStepkey(engine, { outside: world.ports })
    alice = await stepkey.signUp('Alice')
    for (const { host, ...answers } of Object.values(providers)) {
      await world.https(host, async (request, response) => {
        const form = new URLSearchParams((await request.toArray()).join(''))
        received.push(form)
        const { status, json } = instead?.(form) ?? answerOf(answers, form)
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
      })
    }
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  function answerOf({ invalidCode, unknownId, wrongSecret }: Omit<Provider, 'host'>, form: URLSearchParams) {
    if (form.get('client_id') !== 'known') return unknownId
    return form.get('client_secret') === clientSecret ? invalidCode : wrongSecret
  }

  let names = 0
  const add = (componentId: string, client: { clientId?: string; clientSecret?: string } = {}) =>
    alice.oauthApps.create({
      componentId,
      name: `App ${++names}`,
      clientId: 'known',
      clientSecret,
      ...client,
    })

  /** Returns `clientCheck` of the answer, or the field at which the refusal is shown. */
  async function outcomeOf(call: () => Promise<{ clientCheck?: string }>) {
    const stored = async () => JSON.stringify((await alice.oauthApps.list()).items)
    const before = await stored()
    try {
      return (await call()).clientCheck
    } catch (error) {
      const { code, fields } = (error as { cause: DomainError }).cause
      expect({ code, field: fields?.[0]?.code }).toEqual({ code: 'invalid_input', field: 'client_refused' })
      expect(await stored()).toBe(before)
      return fields?.[0]?.path
    }
  }

  it.each(Object.entries(providers))(
    'of %s is accepted or refused by its documented answers to a code that does not exist',
    async (componentId, { at }) => {
      received.length = 0
      expect(await outcomeOf(() => add(componentId))).toBe('accepted')
      const [asked, control] = received
      expect(asked?.get('grant_type')).toBe('authorization_code')
      expect(asked?.get('redirect_uri')).toBe('http://localhost:4000/oauth/callback')
      expect(control?.get('client_secret')).not.toBe(clientSecret)
      expect(await outcomeOf(() => add(componentId, { clientId: 'unknown' }))).toBe(at.unknownId)
      expect(await outcomeOf(() => add(componentId, { clientSecret: 'wrong' }))).toBe(at.wrongSecret)
    },
  )

  it('is checked again when the secret changes, and keeps the stored secret if the new one is refused', async () => {
    const app = await add('github')
    received.length = 0
    expect(
      await outcomeOf(() => alice.oauthApps.update({ oauthAppId: app.id, name: 'Renamed' })),
    ).toBeUndefined()
    expect(
      await outcomeOf(() => alice.oauthApps.update({ oauthAppId: app.id, clientSecret: null })),
    ).toBeUndefined()
    expect(received).toEqual([])
    const { items } = await alice.oauthApps.list({ componentId: 'github' })
    expect(items.find(({ id }) => id === app.id)).toMatchObject({ hasSecret: false })
    const change = (secret: string) => alice.oauthApps.update({ oauthAppId: app.id, clientSecret: secret })
    expect(await outcomeOf(() => change('wrong'))).toBe('clientSecret')
    expect(await outcomeOf(() => change(clientSecret))).toBe('accepted')
  })

  it('is not checked without a secret, and not before a name that is taken', async () => {
    received.length = 0
    expect(await outcomeOf(() => add('github', { clientSecret: undefined }))).toBeUndefined()
    await alice.oauthApps.create({ componentId: 'slack', name: 'Taken', clientId: 'a' })
    await expect(
      alice.oauthApps.create({ componentId: 'slack', name: 'taken', clientId: 'known', clientSecret }),
    ).rejects.toThrow('with this name exists already')
    expect(received).toEqual([])
  })

  it.each<[string, (form: URLSearchParams) => Answer | undefined]>([
    ['refuses every code before it checks the client', () => providers.gmail?.invalidCode],
    ['answers with a failure of its own', () => ({ status: 503, json: { error: 'server_error' } })],
    ['refuses without a code', () => ({ status: 401, json: {} })],
    ['limits requests', () => ({ status: 429, json: { error: 'slow_down' } })],
    ['issues a token', () => ({ status: 200, json: { access_token: 'x', token_type: 'bearer' } })],
    [
      'limits the second request',
      (form) => (form.get('client_secret') === clientSecret ? undefined : { status: 429, json: {} }),
    ],
  ])('is stored as inconclusive if the provider %s', async (_, answer) => {
    instead = answer
    try {
      expect(await outcomeOf(() => add('gmail'))).toBe('inconclusive')
    } finally {
      instead = undefined
    }
  })

  it('is stored as inconclusive if the provider can’t be reached, or its address depends on a field', async () => {
    received.length = 0
    expect(await outcomeOf(() => add('asana'))).toBe('inconclusive')
    expect(await outcomeOf(() => add('zendesk'))).toBe('inconclusive')
    expect(received).toEqual([])
  })

  it('is in no log and no answer, and in the database only sealed', async () => {
    await add('slack', { clientSecret: 'WrongClientSecretForTests0123' }).catch(() => {})
    const everything = JSON.stringify([stepkey.logged, await onDisk(stepkey), await alice.oauthApps.list()])
    expect(everything).not.toContain(clientSecret)
    expect(everything).not.toContain('WrongClientSecretForTests0123')
  })
})
