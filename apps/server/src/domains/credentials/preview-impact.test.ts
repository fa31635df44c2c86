import type { RequestListener } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { parseAllowRule } from '../../platform/egress/address-filter.ts'

/** The tokens of the fake GitHub: the account and the scopes of each. */
const TOKENS: Record<string, { login: string; scopes: string }> = {
  ghp_first: { login: 'alice', scopes: 'repo' },
  ghp_narrow: { login: 'alice', scopes: 'gist' },
  ghp_other: { login: 'bob', scopes: 'repo' },
}
const tokenOf = (name: string) => name.padEnd(40, '0')

describe.each(engines)('the preview of a change on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let base: string
  let alice: Person
  let count = 0
  const api = createFakeApi()
  let githubIsDown = false
  const asGithub: RequestListener = ({ headers }, response) => {
    const token = (headers.authorization ?? '').replace(/^(Bearer|token) /, '').replace(/0+$/, '')
    const known = TOKENS[token]
    response.writeHead(githubIsDown ? 503 : known ? 200 : 401, {
      'content-type': 'application/json',
      'x-oauth-scopes': known?.scopes ?? '',
    })
    response.end(JSON.stringify({ login: known?.login }))
  }

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    await world.https('api.github.com', asGithub)
    stepkey = await startStepkey(engine, {
      outside: world.ports,
      config: { egressAllow: [parseAllowRule('127.0.0.1') ?? {}] },
    })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++count}`)
    githubIsDown = false
    api.tokens.set('good', 'alice')
    api.tokens.set('better', 'alice')
  })

  async function create(input: ReturnType<typeof fakeApiCredential>) {
    const created = await alice.credentials.create(input)
    assertSaved(created)
    return created.credential.id
  }
  const github = (token: string) =>
    create({
      componentId: 'github',
      methodId: 'token',
      name: `GitHub ${++count}`,
      values: { token: tokenOf(token) },
    } as unknown as ReturnType<typeof fakeApiCredential>)
  const shop = (name = `Shop ${++count}`) => create(fakeApiCredential(base, name))
  /** One active flow with a step that needs the scope `repo` and one that needs none, and an inactive flow. */
  async function flows(credentialId: string, componentId: string) {
    const save = async (name: string, steps: { name: string; scopes?: string[] }[]) => {
      const saved = await alice.flows.save({
        name,
        steps: steps.map((step) => ({ ...step, componentId, credentialId })),
      })
      assertSaved(saved)
      return saved
    }
    const active = await save('Orders', [{ name: 'Read', scopes: ['repo'] }, { name: 'Write' }])
    await alice.flows.activate({ flowId: active.id })
    await save('Archive', [{ name: 'Copy' }])
  }
  type Change = Omit<Parameters<Person['credentials']['impact']>[0], 'credentialId'>
  async function impact(credentialId: string, change: Change) {
    const { steps, hidden, verification } = await alice.credentials.impact({ credentialId, ...change })
    expect(hidden).toBe(0)
    expect(steps.map(({ flowName, flowStatus, stepName }) => [flowName, flowStatus, stepName])).toEqual([
      ['Orders', 'active', 'Read'],
      ['Orders', 'active', 'Write'],
      ['Archive', 'inactive', 'Copy'],
    ])
    return { breaks: steps.map(({ breaks }) => breaks), outcome: verification?.outcome }
  }
  const all = <T>(reason: T) => [reason, reason, reason]

  it('names the steps that new values would break, and changes nothing', async () => {
    const credentialId = await github('ghp_first')
    await flows(credentialId, 'github')
    const before = await alice.credentials.get({ credentialId })
    const preview = (token: string) => impact(credentialId, { values: { token: tokenOf(token) } })
    expect(await preview('ghp_first')).toEqual({ breaks: all(undefined), outcome: 'verified' })
    expect(await preview('ghp_narrow')).toEqual({
      breaks: ['missing_scopes', undefined, undefined],
      outcome: 'verified',
    })
    expect(await preview('ghp_other')).toEqual({ breaks: all('other_account'), outcome: 'verified' })
    expect(await preview('ghp_revoked')).toEqual({ breaks: all('failing'), outcome: 'rejected' })
    githubIsDown = true
    expect(await preview('ghp_first')).toEqual({ breaks: all('unverified'), outcome: 'unexpected' })
    expect(await alice.credentials.get({ credentialId })).toEqual(before)
  })

  it('names the steps for which the base address would change', async () => {
    const credentialId = await shop()
    await flows(credentialId, 'http')
    const { values } = await alice.credentials.get({ credentialId })
    const token = 'good'
    const same = { ...values, token: 'better' }
    expect((await impact(credentialId, { values: same })).breaks).toEqual(all(undefined))
    // The same server at another path.
    const baseUrl = `${values.baseUrl}/v2`
    const moved = await alice.credentials.impact({ credentialId, values: { ...values, baseUrl, token } })
    expect(moved.verification?.outcome).toBe('verified')
    expect(moved.steps.map(({ breaks }) => breaks)).toEqual(all('other_address'))
  })

  it('previews the previous values', async () => {
    const credentialId = await github('ghp_first')
    await flows(credentialId, 'github')
    for (const token of ['ghp_narrow', 'ghp_first']) {
      const { version } = await alice.credentials.get({ credentialId })
      const values = { token: tokenOf(token) }
      const added = await alice.credentials.addValue({ credentialId, version, values })
      if (added.outcome !== 'pending') throw new Error(added.outcome)
      await alice.credentials.promote({ credentialId, generation: added.generation })
    }
    expect((await impact(credentialId, { generation: 2 })).breaks).toEqual([
      'missing_scopes',
      undefined,
      undefined,
    ])
    // Erased values can't become current.
    await expect(impact(credentialId, { generation: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('previews the pending values, another credential and other scopes', async () => {
    const credentialId = await github('ghp_first')
    await flows(credentialId, 'github')
    const { version } = await alice.credentials.get({ credentialId })
    const added = await alice.credentials.addValue({
      credentialId,
      version,
      values: { token: tokenOf('ghp_narrow') },
    })
    expect(added).toMatchObject({ outcome: 'pending', generation: 2 })
    const narrow = ['missing_scopes', undefined, undefined]
    expect((await impact(credentialId, { generation: 2 })).breaks).toEqual(narrow)
    await expect(impact(credentialId, { generation: 3 })).rejects.toMatchObject({ code: 'NOT_FOUND' })

    expect((await impact(credentialId, { by: await github('ghp_narrow') })).breaks).toEqual(narrow)
    expect((await impact(credentialId, { by: await github('ghp_other') })).breaks).toEqual(
      all('other_account'),
    )
    expect((await impact(credentialId, { by: await shop() })).breaks).toEqual(all('wrong_component'))
    const frozen = await github('ghp_first')
    await alice.credentials.freeze({ credentialId: frozen })
    expect((await impact(credentialId, { by: frozen })).breaks).toEqual(all('frozen'))

    expect(await impact(credentialId, { scopes: ['gist'] })).toEqual({ breaks: narrow, outcome: undefined })
    expect((await impact(credentialId, { scopes: ['repo', 'gist'] })).breaks).toEqual(all(undefined))
  })

  it('asks for exactly one change, and sends stored secrets only as they were verified', async () => {
    const credentialId = await shop()
    for (const change of [{}, { by: credentialId, scopes: ['repo'] }])
      await expect(alice.credentials.impact({ credentialId, ...change })).rejects.toThrow('Name one change')
    const elsewhere = { baseUrl: await world.http((_, response) => response.end('{}')) }
    await expect(alice.credentials.impact({ credentialId, values: elsewhere })).rejects.toThrow(
      'Enter it again',
    )
    const bob = await stepkey.signUp(`Bob${count}`)
    await expect(bob.credentials.impact({ credentialId, scopes: [] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('returns names only to callers who may read, and what the target reports only to those who may verify', async () => {
    const credentialId = await github('ghp_first')
    await flows(credentialId, 'github')
    const { key } = await alice.apiKeys.create({ name: `Writer ${++count}`, scopes: ['write'] })
    const writer = stepkey.visitor({ apiKey: key })
    const values = { token: tokenOf('ghp_other') }
    const { steps, verification } = await writer.credentials.impact({ credentialId, values })
    expect(steps.map(({ flowName, stepName, breaks }) => [flowName, stepName, breaks])).toEqual(
      all(['', '', 'other_account']),
    )
    expect(verification?.outcome).toBe('verified')
    expect(verification).not.toHaveProperty('identity')
    // The message names neither the account nor the target.
    expect(JSON.stringify(verification)).not.toMatch(/bob|github/)
  })
})
