import type { TRPCError } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { startStepkey } from '../../../testing/stepkey.ts'
import { secretOf } from '../../../testing/team.ts'
import { createWorld } from '../../../testing/world.ts'

const ROUNDS = process.env.STEPKEY_LONG ? 200 : 12

/** Operations concurrent with the deletion of an organization either complete before, or return not_found. */
describe.each(engines)('an organization that is deleted during other operations, on %s', (engine) => {
  it(`is deleted completely and causes no internal error, in ${ROUNDS} rounds`, async () => {
    const world = await createWorld()
    const base = await world.http(createFakeApi().listener)
    const stepkey = await startStepkey(engine, { outside: world.ports })
    const owner = await stepkey.signUp('Owner')
    const member = await stepkey.signUp('Member')
    const guest = await stepkey.signUp('Guest')
    const seen = new Map<string, number>()
    for (let round = 0; round < ROUNDS; round++) {
      const { id, name } = await owner.organizations.create({ name: `Acme ${round}` })
      const rpc = owner.in(id)
      const invite = async () => secretOf(await rpc.invitations.create({ role: 'editor' }))
      await member.invitations.redeem({ secret: await invite() })
      const secret = await invite()
      const created = await rpc.credentials.create(fakeApiCredential(base))
      assertSaved(created)
      const credentialId = created.credential.id
      const steps = [{ name: 'One', componentId: 'http', credentialId }]
      const flow = await rpc.flows.save({ name: 'Sync', steps })
      assertSaved(flow)

      const busy = member.in(id)
      const { id: flowId, version } = flow
      const work = {
        activate: () => busy.flows.activate({ flowId }),
        save: () => busy.flows.save({ flowId, version, name: 'Saved', steps }),
        add: () => busy.flows.save({ name: 'New', steps }),
        create: () => busy.credentials.create(fakeApiCredential(base, 'New')),
        verify: () => busy.credentials.verify({ credentialId }),
        unlink: () => busy.credentials.remove({ credentialId }),
        redeem: () => guest.invitations.redeem({ secret }),
        leave: () => busy.organizations.leave(),
        invite: () => rpc.invitations.create({ role: 'viewer' }),
        key: () => rpc.apiKeys.create({ name: 'Engine', scopes: ['read'] }),
        remove: () => rpc.organizations.remove({ typedName: name }),
      }
      const names = Object.keys(work) as (keyof typeof work)[]
      // A different order in each round, so that every operation comes first and last.
      const order = names.map((_, n) => names[(n * (1 + (round % 5) * 2) + round) % names.length] ?? 'remove')
      await Promise.all(
        [...new Set([...order, ...names])].map(async (what) => {
          const outcome = await work[what]().then(
            () => 'done',
            (error: TRPCError) =>
              `${error.code} ${error.code === 'INTERNAL_SERVER_ERROR' ? error.cause : ''}`,
          )
          seen.set(`${what} ${outcome}`, (seen.get(`${what} ${outcome}`) ?? 0) + 1)
        }),
      )
      const left = await stepkey.deps.db.selectFrom('workspace').selectAll().where('id', '=', id).execute()
      expect(left).toEqual([])
    }
    expect([...seen.keys()].filter((outcome) => /INTERNAL/.test(outcome))).toEqual([])
    expect([...seen.keys()]).toEqual(expect.arrayContaining(['remove done']))
    console.log(
      engine,
      [...seen]
        .sort()
        .map(([k, n]) => `${k}:${n}`)
        .join(' · '),
    )
    await stepkey.stop()
    await world.close()
  })
})
