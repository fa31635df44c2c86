import type { AuditAction } from '@stepkey/shared/audit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { transact } from '../../platform/database/transaction.ts'
import type { AuditedChange } from './audit-entry.ts'
import { createBatchedAuditWriter } from './batched-audit-writer.ts'

describe.each(engines)('recording concurrent changes, on %s', (engine) => {
  let stepkey: Stepkey
  let alice: Person
  let bob: Person
  beforeAll(async () => {
    stepkey = await startStepkey(engine)
    alice = await stepkey.signUp('Alice')
    bob = await stepkey.signUp('Bob')
  })
  afterAll(() => stepkey.stop())

  const change = ({ workspaceId }: Pick<Person, 'workspaceId'>, subjectId: string): AuditedChange => ({
    doing: { ...stepkey.deps, workspaceId, actor: { kind: 'api_key', id: 'engine' } },
    action: 'credential.issued' satisfies AuditAction,
    subjectId,
    detail: { subjectId },
    outcome: 'done',
  })
  const issued = async (person: Person) =>
    (await person.audit.list({ action: 'credential.issued', limit: 200 })).items.map(
      ({ subjectId }) => subjectId,
    )

  it('keeps each hash chain intact, in the order of the changes', async () => {
    const numbers = Array.from({ length: 150 }, (_, number) => `${number}`)
    const both = numbers.flatMap((number) => [change(alice, number), change(bob, number)])
    await Promise.all(both.map((one) => stepkey.deps.auditWriter.record(one)))
    for (const person of [alice, bob]) {
      expect(await issued(person)).toEqual(numbers.toReversed())
      expect(await person.audit.verify()).toMatchObject({ outcome: 'intact' })
    }
  })

  it('resolves only once the entry can be read', async () => {
    await stepkey.deps.auditWriter.record(change(alice, 'read at once'))
    expect((await issued(alice))[0]).toBe('read at once')
  })

  it('rejects an entry that can’t be recorded, and no other of the same batch', async () => {
    const outcomes = await Promise.allSettled([
      stepkey.deps.auditWriter.record(change(alice, 'before')),
      stepkey.deps.auditWriter.record(change({ workspaceId: 'gone' }, 'never')),
      stepkey.deps.auditWriter.record(change(alice, 'after')),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((await issued(alice)).slice(0, 2)).toEqual(['after', 'before'])
    expect(await alice.audit.verify()).toMatchObject({ outcome: 'intact' })
    await stepkey.deps.auditWriter.record(change(alice, 'later'))
    expect((await issued(alice))[0]).toBe('later')
  })

  // SQLite has a single writer, which never waits with an open transaction.
  it.skipIf(engine === 'sqlite')('does not wait for a locked audit log of another workspace', async () => {
    let release = () => {}
    const locked = Promise.withResolvers<void>()
    const holding = transact(stepkey.deps.db, async (trx) => {
      const { workspaceId } = alice
      await trx.selectFrom('workspace').select('id').where('id', '=', workspaceId).forUpdate().execute()
      locked.resolve()
      await new Promise<void>((resolve) => (release = resolve))
    })
    await locked.promise
    let isRecorded = false
    const waiting = stepkey.deps.auditWriter.record(change(alice, 'waits')).then(() => (isRecorded = true))
    await stepkey.deps.auditWriter.record(change(bob, 'does not wait'))
    expect(isRecorded).toBe(false)
    release()
    await Promise.all([holding, waiting])
    expect((await issued(alice))[0]).toBe('waits')
  })

  it('keeps a hash chain intact that two processes write', async () => {
    const [one, other] = [
      createBatchedAuditWriter(stepkey.deps.db),
      createBatchedAuditWriter(stepkey.deps.db),
    ]
    const before = (await issued(bob)).length
    await Promise.all(
      Array.from({ length: 30 }, (_, number) =>
        (number % 2 ? one : other).record(change(number % 3 ? alice : bob, `${number}`)),
      ),
    )
    expect(await issued(bob)).toHaveLength(before + 10)
    expect(await alice.audit.verify()).toMatchObject({ outcome: 'intact' })
    expect(await bob.audit.verify()).toMatchObject({ outcome: 'intact' })
  })
})
