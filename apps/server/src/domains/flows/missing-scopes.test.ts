import type { RequestListener } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { connected } from '../../../testing/connected-credential.ts'
import { engines } from '../../../testing/databases/databases.ts'
import {
  type AuthorizationServer,
  createAuthorizationServer,
} from '../../../testing/servers/authorization-server.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { parseAllowRule } from '../../platform/egress/address-filter.ts'

describe.each(engines)('scopes that steps require on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let provider: AuthorizationServer
  let alice: Person
  let people = 0
  /** What GitHub reports in `x-oauth-scopes`; nothing if undefined. */
  let scopes: string | undefined
  /** The HTTP status that GitHub answers. */
  let status = 200
  const asGithub: RequestListener = (_request, response) => {
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(scopes !== undefined && { 'x-oauth-scopes': scopes }),
    })
    response.end('{"login":"alice"}')
  }

  beforeAll(async () => {
    world = await createWorld()
    await world.https('api.github.com', asGithub)
    provider = await createAuthorizationServer(world)
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
    alice = await stepkey.signUp(`Alice${++people}`)
  })

  async function github(granted: string | undefined, name = `GitHub ${granted}`) {
    scopes = granted
    const created = await alice.credentials.create({
      componentId: 'github',
      methodId: 'token',
      name,
      values: { token: 'ghp_abcdefghijklmnopqrstuvwxyz0123456789' },
    })
    assertSaved(created)
    return created.credential.id
  }
  async function flow(credentialId: string, required: string[], componentId = 'github') {
    const steps = [{ name: 'Read', componentId, credentialId, scopes: required }]
    const saved = await alice.flows.save({ name: 'Sync', steps })
    assertSaved(saved)
    return { flowId: saved.id, stepId: saved.steps[0]?.id ?? '', version: saved.version }
  }
  const blocked = (stepId: string) => ({ outcome: 'blocked', steps: [{ stepId, reason: 'missing_scopes' }] })

  it('block the activation if the target reports others', async () => {
    const { flowId, stepId } = await flow(await github('gist, repo'), ['repo', 'workflow'])
    expect(await alice.flows.activate({ flowId })).toEqual(blocked(stepId))
    expect((await alice.flows.get({ flowId })).status).toBe('inactive')
  })

  it('block nothing if they were granted, alone or within a wider one, or if the target reports none', async () => {
    for (const granted of ['gist, repo', 'user', undefined]) {
      const required = granted === 'user' ? ['user:email'] : ['repo']
      const { flowId } = await flow(await github(granted), required)
      expect(await alice.flows.activate({ flowId })).toEqual({ outcome: 'active' })
    }
  })

  it('block nothing if GitHub reports only the wider one, before and after activation', async () => {
    const credentialId = await github('admin:org, repo')
    const required = ['repo_deployment', 'security_events', 'manage_runners:org', 'read:org']
    const { flowId } = await flow(credentialId, required)
    expect(await alice.flows.activate({ flowId })).toEqual({ outcome: 'active' })
    expect(await alice.flows.preflight({ flowId, expectedMinutes: 5 })).toMatchObject({ outcome: 'ready' })
    const { steps } = await alice.credentials.impact({ credentialId, scopes: ['repo'] })
    expect(steps).toMatchObject([{ breaks: 'missing_scopes' }])
    const same = await alice.credentials.impact({ credentialId, scopes: ['repo', 'admin:org'] })
    expect(same.steps[0]).not.toHaveProperty('breaks')
  })

  it('block the activation if the provider of the grant reports others', async () => {
    const { id, grant } = await connected(alice, provider)
    expect(grant?.scopes).toEqual(['openid', 'email'])
    const enough = await flow(id, ['email', 'offline_access'], 'oauth2')
    expect(await alice.flows.activate({ flowId: enough.flowId })).toEqual({ outcome: 'active' })
    const more = await flow(id, ['email', 'files'], 'oauth2')
    expect(await alice.flows.activate({ flowId: more.flowId })).toEqual(blocked(more.stepId))
  })

  it('block saving an active flow with a step that requires more than before', async () => {
    const credentialId = await github('repo')
    const { flowId, stepId, version } = await flow(credentialId, ['repo'])
    await alice.flows.activate({ flowId })
    const save = (required: string[]) =>
      alice.flows.save({
        flowId,
        version,
        name: 'Renamed',
        steps: [{ stepId, name: 'Read', componentId: 'github', credentialId, scopes: required }],
      })
    expect(await save(['repo', 'gist'])).toMatchObject({
      outcome: 'blocked',
      steps: [{ index: 0, stepId, reason: 'missing_scopes' }],
    })
    scopes = 'gist'
    await alice.credentials.verify({ credentialId })
    expect(await save(['repo'])).toMatchObject({ outcome: 'saved', name: 'Renamed' })
  })

  it('block binding or replacing the credential of an active flow, but not of a draft', async () => {
    const [wide, narrow] = [await github('repo'), await github('gist')]
    const active = await flow(wide, ['repo'])
    await alice.flows.activate({ flowId: active.flowId })
    const draft = await flow(wide, ['repo'])
    const { flowId, stepId } = active
    expect(await alice.flows.bindStep({ flowId, stepId, credentialId: narrow })).toMatchObject({
      outcome: 'blocked',
      steps: [{ reason: 'missing_scopes' }],
    })
    expect(await alice.credentials.replace({ credentialId: wide, by: narrow })).toMatchObject({
      switched: [{ id: draft.flowId }],
      refused: [{ flow: { id: flowId, steps: [{ id: stepId }] }, reason: 'missing_scopes' }],
    })
    expect((await alice.flows.get({ flowId })).steps[0]?.credentialId).toBe(wide)
  })

  it('block a new credential for a step of an active flow, but not of a draft', async () => {
    const wide = await github('repo')
    const active = await flow(wide, ['repo'])
    await alice.flows.activate({ flowId: active.flowId })
    const draft = await flow(wide, ['repo'])
    scopes = 'gist'
    const create = ({ flowId, stepId }: typeof draft) =>
      alice.credentials.create({
        componentId: 'github',
        methodId: 'token',
        name: `For ${flowId}`,
        values: { token: 'ghp_abcdefghijklmnopqrstuvwxyz0123456789' },
        bindTo: { flowId, stepId },
      })
    await expect(create(active)).rejects.toMatchObject({
      cause: { code: 'invalid_input', fields: [{ path: 'bindTo.stepId', code: 'missing_scopes' }] },
    })
    expect((await alice.credentials.list({})).items).toHaveLength(1)
    expect((await alice.flows.get({ flowId: active.flowId })).steps[0]?.credentialId).toBe(wide)
    assertSaved(await create(draft))
  })

  it('stay known when the target does not answer', async () => {
    const credentialId = await github('gist')
    const { flowId, stepId } = await flow(credentialId, ['repo'])
    status = 503
    const { outcome } = await alice.credentials.verify({ credentialId })
    status = 200
    expect(outcome).toBe('unexpected')
    expect(await alice.flows.activate({ flowId })).toEqual(blocked(stepId))
  })
})
