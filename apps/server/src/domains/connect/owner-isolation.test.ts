import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi } from '../../../testing/fake-api.ts'
import { findKeyLeaks } from '../../../testing/key-isolation.ts'
import { findGrowthLeaks, findOwnerLeaks } from '../../../testing/owner-isolation.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { tokenCalls } from '../../../testing/token-calls.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { tokenScopeOf } from '../../edge/access/token-scope.ts'
import { procedureNames } from '../../edge/rpc/find-procedure.ts'
import type { TokenLimits } from './token-limits.ts'

const SIZE =
  process.env.STEPKEY_LONG === '1'
    ? { ownerCount: 200, sessionCount: 1000 }
    : { ownerCount: 5, sessionCount: 12 }

describe.each(engines)('several owners on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(createFakeApi().listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  it('learn no id and no name of each other by connect sessions, and not by statements whether an id or a name exists', async () => {
    const person = await stepkey.signUp('Alice')
    const leaks = await findOwnerLeaks({ stepkey, person, base, ...SIZE, random: Math.random })
    expect(leaks).toEqual([])
  })

  it('change nothing about the statements of each other’s sessions by what they have', async () => {
    const person = await stepkey.signUp('Carol')
    expect(await findGrowthLeaks({ stepkey, person, base })).toEqual([])
  })

  it('stay hidden from an API key that is limited to another one, in every procedure', async () => {
    const person = await stepkey.signUp('Bob')
    expect(await findKeyLeaks({ stepkey, person, base })).toEqual([])
  })
})

describe('the calls of these tests', () => {
  it('are of all procedures that a connect token may call', () => {
    const every: TokenLimits = {
      sessionId: 's',
      owner: 'org_1',
      componentIds: ['http', 'slack'],
      actions: new Set(['choose', 'create', 'reconnect']),
      credentialId: 'c',
      bindTo: { flowId: 'f', stepId: 's' },
      returns: false,
      expiresAt: '2026-11-01T12:00:00.000Z',
    }
    const called = new Set(Object.keys(tokenCalls).map((call) => call.split(' ')[0] ?? ''))
    expect([...called].sort()).toEqual(procedureNames.filter((name) => tokenScopeOf(every, name)).sort())
  })
})
