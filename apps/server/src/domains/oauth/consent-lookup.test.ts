import { catalog } from '@stepkey/shared/catalog/index'
import type { AuthorizationCode } from '@stepkey/shared/component'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { Caller } from '../../edge/rpc/caller.ts'

/** Longer than the access tokens of this provider live, in milliseconds. */
const HOUR = 60 * 60_000
const xero = { componentId: 'xero', methodId: 'oauth' }
const maple = { tenantId: '70784a63-d24b-46a9-a4db-0e70a274b056', tenantName: 'Maple Florist' }
const oak = { tenantId: '11784a63-d24b-46a9-a4db-0e70a274b011', tenantName: 'Oak Garden Centre' }

/** What a provider tells only after the consent, with Xero as the provider: the organisation of each request. */
describe('the lookup of a consent', () => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let engine: Caller
  /** The answer of Xero to the lookup. */
  let connections: { status: number; json: unknown }
  /** The requests to the connections endpoint, in order: their access tokens. */
  let asked: string[]
  /** The tokens that were revoked. */
  let revoked: string[]
  let names = 0
  let issued = 0

  beforeAll(async () => {
    world = await createWorld()
    stepkey = await startStepkey('sqlite', { outside: world.ports })
    alice = await stepkey.signUp('Alice')
    const { key } = await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })
    engine = stepkey.visitor({ apiKey: key })
    await alice.oauthApps.create({
      componentId: 'xero',
      name: 'Ours',
      clientId: 'id',
      clientSecret: 'secret',
    })
    const json = (status: number, body: unknown) => ({ status, body: JSON.stringify(body) })
    await world.https('identity.xero.com', async (request, response) => {
      if (request.url === '/connect/revocation') {
        revoked.push(new URLSearchParams((await request.toArray()).join('')).get('token') ?? '')
        return response.writeHead(200).end()
      }
      issued += 1
      const token = {
        access_token: `token-${issued}`,
        refresh_token: `refresh-${issued}`,
        expires_in: 1800,
      }
      const { status, body } = json(200, { ...token, token_type: 'Bearer' })
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
    await world.https('api.xero.com', (request, response) => {
      asked.push(String(request.headers.authorization).replace('Bearer ', ''))
      const { status, body } = json(connections.status, connections.json)
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
  })
  beforeEach(() => {
    connections = { status: 200, json: [maple, oak] }
    asked = []
    revoked = []
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  async function finish(values: Record<string, unknown>) {
    const begun = await alice.consents.begin({ ...xero, values })
    if (begun.outcome !== 'redirect') throw new Error(begun.outcome)
    const state = new URL(begun.url).searchParams.get('state') ?? ''
    const { consentId } = begun
    const finished = await alice.consents.finish({
      consentId,
      parameters: { code: 'the-code', state },
      path: '/oauth/callback',
    })
    return { consentId, finished }
  }

  async function connect(values: Record<string, unknown> = {}) {
    const { consentId, finished } = await finish(values)
    expect(finished).toMatchObject({ outcome: 'granted' })
    names += 1
    const saved = await alice.credentials.create({ ...xero, name: `Xero ${names}`, values, consentId })
    assertSaved(saved)
    return saved.credential
  }

  async function issueOf(credentialId: string) {
    const steps = [{ name: 'Step', componentId: 'xero', credentialId }]
    const flow = await alice.flows.save({ name: `Sync ${credentialId}`, steps })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    const step = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
    return () => engine.credentials.issue(step)
  }

  // First, because later tests connect credentials that share the grant.
  it('revokes the grant that it can’t use, unless other credentials depend on the client', async () => {
    connections = { status: 200, json: [] }
    expect((await finish({})).finished).toMatchObject({ outcome: 'refused' })
    expect(revoked).toEqual([`refresh-${issued}`])
    connections = { status: 200, json: [maple] }
    await connect()
    connections = { status: 500, json: {} }
    expect((await finish({})).finished).toMatchObject({ outcome: 'refused' })
    expect(revoked).toHaveLength(1)
  })

  it('chooses the first entry, which the identity names and the issued headers carry', async () => {
    const credential = await connect()
    expect(credential.receipt).toMatchObject({ outcome: 'verified', identity: 'Maple Florist' })
    const issue = await issueOf(credential.id)
    expect((await issue()).headers).toMatchObject({ 'xero-tenant-id': maple.tenantId })
  })

  it('chooses the entry that the user entered, in any case', async () => {
    const credential = await connect({ organisation: 'oak garden CENTRE' })
    expect(credential.receipt).toMatchObject({ outcome: 'verified', identity: 'Oak Garden Centre' })
    const issue = await issueOf(credential.id)
    expect((await issue()).headers).toMatchObject({ 'xero-tenant-id': oak.tenantId })
  })

  it.each([
    ['an entry that does not exist', { organisation: 'Elm' }, undefined, /api\.xero\.com has no account/],
    ['an empty list', {}, { status: 200, json: [] }, /api\.xero\.com has no account/],
    ['an entry without an id', {}, { status: 200, json: [{ tenantName: 'Maple' }] }, /api\.xero\.com/],
    ['a server error', {}, { status: 500, json: {} }, /api\.xero\.com/],
  ])(
    'refuses the connection for %s, and says which server answered',
    async (_name, values, answer, message) => {
      if (answer) connections = answer
      const { consentId, finished } = await finish(values)
      expect(finished).toMatchObject({
        outcome: 'refused',
        reason: 'failed',
        message: expect.stringMatching(message),
      })
      await expect(
        alice.credentials.create({ ...xero, name: 'Refused', values, consentId }),
      ).rejects.toMatchObject({ message: expect.stringContaining('expired') })
    },
  )

  it('keeps what it found when the token is refreshed, without asking again', async () => {
    const credential = await connect()
    const issue = await issueOf(credential.id)
    stepkey.pass(HOUR)
    asked = []
    const before = issued
    expect((await issue()).headers).toMatchObject({ 'xero-tenant-id': maple.tenantId })
    expect(issued).toBeGreaterThan(before)
    expect(asked).toEqual([])
  })

  describe('of a credential from before the method had one', () => {
    const request: AuthorizationCode = catalog.xero.methods.oauth.token
    const { lookup } = request
    /** Connects while the method has no lookup. */
    async function connectWithout() {
      delete request.lookup
      try {
        return await connect()
      } finally {
        if (lookup) request.lookup = lookup
      }
    }

    it('issues the credential as before until its token is refreshed', async () => {
      const issue = await issueOf((await connectWithout()).id)
      expect((await issue()).headers).not.toHaveProperty('xero-tenant-id')
    })

    it('is sent with the refreshed token', async () => {
      const issue = await issueOf((await connectWithout()).id)
      stepkey.pass(HOUR)
      asked = []
      expect((await issue()).headers).toMatchObject({ 'xero-tenant-id': maple.tenantId })
      expect(asked).toEqual([`token-${issued}`])
    })

    it('does not lose the refreshed token when it fails', async () => {
      const issue = await issueOf((await connectWithout()).id)
      stepkey.pass(HOUR)
      connections = { status: 500, json: {} }
      const { headers } = await issue()
      expect(headers).toMatchObject({ authorization: `Bearer token-${issued}` })
      expect(headers).not.toHaveProperty('xero-tenant-id')
    })
  })
})
