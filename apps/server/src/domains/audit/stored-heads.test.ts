import { appendFileSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import type { AuditVerified } from '@stepkey/shared/audit'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { storeAuditHeads } from './store-heads.ts'
import type { StoredHead } from './stored-head.ts'

describe.each(engines)('heads of audit logs in a second place on %s', (engine) => {
  let stepkey: Stepkey
  let alice: Person
  let file: string
  beforeAll(async () => {
    stepkey = await startStepkey(engine)
    file = stepkey.deps.config.auditHeadsFile ?? ''
  })
  afterAll(() => stepkey.stop())
  let people = 0
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
  })

  const lines = (): StoredHead[] =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('{"at"'))
      .map((line) => JSON.parse(line))
  const linesOf = ({ workspaceId }: Person) => lines().filter((line) => line.workspaceId === workspaceId)
  const logged = (event: string, { workspaceId }: Person) =>
    stepkey.logged
      .map((line) => JSON.parse(line))
      .filter((l) => l.event === event && l.workspaceId === workspaceId)
  const append = (line: object) => appendFileSync(file, `${JSON.stringify(line)}\n`)

  /** Writes entries, and returns the number of the last one. */
  async function write(count: number): Promise<number> {
    for (let n = 0; n < count; n++) await alice.flows.save({ name: `Flow ${Math.random()}`, steps: [] })
    return headOf(await alice.audit.verify()).seq
  }
  function headOf(verified: AuditVerified) {
    if (verified.outcome !== 'intact') throw new Error(verified.reason)
    return verified.head
  }

  /** Removes the entries after `seq`, and makes that one the head, as an attacker with access to the database can. */
  async function cut(seq: number): Promise<void> {
    const { db } = stepkey.deps
    const of = <T extends { where: (column: 'workspace_id', is: '=', id: string) => T }>(query: T) =>
      query.where('workspace_id', '=', alice.workspaceId)
    await of(db.deleteFrom('audit')).where('seq', '>', seq).execute()
    const { mac } = await of(db.selectFrom('audit').select('mac'))
      .where('seq', '=', seq)
      .executeTakeFirstOrThrow()
    await of(db.updateTable('audit_head').set({ seq, mac })).execute()
  }

  it('are written to the file and to the log once for each growth, and the file is private', async () => {
    const seq = await write(2)
    await storeAuditHeads(stepkey.deps)
    await storeAuditHeads(stepkey.deps)
    const { mac: entryMac } = headOf(await alice.audit.verify())
    const at = stepkey.deps.clock().toISOString()
    const expected = {
      at,
      workspaceId: alice.workspaceId,
      seq,
      entryMac,
      mac: expect.stringMatching(/^[0-9a-f]{64}$/),
    }
    expect(linesOf(alice)).toEqual([expected])
    expect(logged('audit_head', alice)).toMatchObject([{ level: 30, ...linesOf(alice)[0] }])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(await alice.audit.verify()).toMatchObject({ outcome: 'intact', storedHead: { seq, at } })
    const more = await write(1)
    await storeAuditHeads(stepkey.deps)
    expect(linesOf(alice).map((line) => line.seq)).toEqual([seq, more])
  })

  it('show that entries were cut off at the end together with the head, and which', async () => {
    const seq = await write(4)
    await storeAuditHeads(stepkey.deps)
    await cut(seq - 2)
    const broken = { outcome: 'broken', seq: seq - 1, reason: 'cut_off', lastSeq: seq }
    expect(await alice.audit.verify()).toEqual(broken)
    // The next run reports it, and doesn’t store the moved head.
    await storeAuditHeads(stepkey.deps)
    await storeAuditHeads(stepkey.deps)
    expect(logged('audit_log_cut', alice)).toMatchObject([{ level: 50, seq }])
    expect(linesOf(alice).map((line) => line.seq)).toEqual([seq])
  })

  it('show that other entries replaced those that were cut off', async () => {
    const seq = await write(4)
    await storeAuditHeads(stepkey.deps)
    await cut(seq - 2)
    for (let n = 0; n < 5; n++) await alice.flows.save({ name: `Other ${n}`, steps: [] })
    expect(await alice.audit.verify()).toEqual({ outcome: 'broken', seq, reason: 'replaced' })
    await storeAuditHeads(stepkey.deps)
    expect(linesOf(alice).map((line) => line.seq)).toEqual([seq])
  })

  it('can’t be forged: lines without the right MAC, and of other workspaces, are ignored', async () => {
    const seq = await write(1)
    await storeAuditHeads(stepkey.deps)
    const [line] = linesOf(alice)
    const bob = await stepkey.signUp(`Bob${people}`)
    await storeAuditHeads(stepkey.deps)
    append({ ...line, seq: seq + 5 })
    append({ ...line, entryMac: 'f'.repeat(64) })
    append({ ...line, at: '2030-01-01T00:00:00.000Z' })
    append({ ...linesOf(bob)[0], workspaceId: alice.workspaceId, seq: seq + 5 })
    appendFileSync(file, 'no JSON "entryMac"\n{"entryMac":1}\n')
    expect(await alice.audit.verify()).toMatchObject({ outcome: 'intact', storedHead: { seq, at: line?.at } })
  })

  it('are compared by a new process, which ignores forged lines as well', async () => {
    const seq = await write(2)
    await storeAuditHeads(stepkey.deps)
    append({ ...linesOf(alice)[0], seq: seq + 5 })
    const later = await write(1)
    // A new process has another connection, and knows only the file.
    const db = stepkey.deps.db.withoutPlugins()
    await storeAuditHeads({ ...stepkey.deps, db })
    expect(linesOf(alice).map((line) => line.seq)).toEqual([seq, seq + 5, later])
    expect(logged('audit_log_cut', alice)).toEqual([])
    await cut(seq)
    expect(await alice.audit.verify()).toMatchObject({ reason: 'cut_off', lastSeq: later })
  })

  it('are not compared without the file, and not stored without a file and a log', async () => {
    await write(1)
    await storeAuditHeads(stepkey.deps)
    renameSync(file, `${file}.aside`)
    try {
      expect(await alice.audit.verify()).toMatchObject({ outcome: 'intact', storedHead: null })
      const config = { ...stepkey.deps.config, auditHeadsFile: undefined }
      const db = stepkey.deps.db.withoutPlugins()
      const before = stepkey.logged.length
      await storeAuditHeads({ ...stepkey.deps, db, config })
      expect(stepkey.logged.length).toBeGreaterThan(before)
      expect(() => statSync(file)).toThrow()
    } finally {
      rmSync(file, { force: true })
      renameSync(`${file}.aside`, file)
    }
  })
})
