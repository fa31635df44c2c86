import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { fillEveryTable } from '../../../testing/fixtures/fill-every-table.ts'
import { fixtureVersions, loadFixture } from '../../../testing/fixtures/fixtures.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { backup } from './backup.ts'
import { check } from './check.ts'
import { anyFailed, checkDatabase, type Finding } from './checks.ts'
import { restore } from './restore.ts'

const failures = (findings: Finding[]) => findings.filter(({ outcome }) => outcome === 'failed')

describe.each(engines)('a check of the database on %s', (engine) => {
  it.each(fixtureVersions)('accepts that of version %s before it is migrated', async (version) => {
    const { database, keyFile } = await loadFixture(version, engine)
    const findings = await checkDatabase({ database: database.location, keyFile })
    expect(failures(findings)).toEqual([])
    expect(findings.map(({ check }) => check)).toContain('sealed')
    await database.drop()
  })

  it('reports sealed values of other rows, wrong numbers and unknown scopes, each with advice', async () => {
    const world = await createWorld()
    const stepkey = await startStepkey(engine, { outside: world.ports })
    await fillEveryTable(stepkey, world)
    const { db, config } = stepkey.deps
    expect(failures(await checkDatabase(config))).toEqual([])
    await db
      .updateTable('credential')
      .set({ sealed: Buffer.alloc(80, 1) })
      .execute()
    await db.updateTable('credential_count').set({ total: 7 }).execute()
    await db.updateTable('api_key').set({ scopes: '["admin"]' }).execute()
    const findings = failures(await checkDatabase(config))
    expect(findings.map(({ check }) => check)).toEqual(['sealed', 'counts', 'values'])
    for (const { message } of findings) expect(message).toMatch(/Restore a backup\.$/)
    await stepkey.stop()
    await world.close()
  })
})

describe('a backup', () => {
  let world: World
  let stepkey: Stepkey
  let original: Buffer
  let file: string
  beforeAll(async () => {
    world = await createWorld()
    stepkey = await startStepkey('sqlite', { outside: world.ports })
    await fillEveryTable(stepkey, world)
    file = join(stepkey.database.folder, 'original.db')
    await backup.run({ ...input(), argument: file })
    original = readFileSync(file)
    await stepkey.app.close()
    await stepkey.deps.db.destroy()
  })
  beforeEach(() => {
    file = join(stepkey.database.folder, 'changed.db')
    writeFileSync(file, original)
  })
  afterAll(async () => {
    stepkey.database.drop()
    await world.close()
  })
  const input = () => ({ config: stepkey.deps.config, argument: file, options: {} })
  const damaged = /^The file is no unchanged backup\. .* Use another backup\./

  async function expectRefused(what?: string) {
    for (const command of [check, restore]) {
      const { failed, json } = await command.run(input())
      expect(failed, what).toBe(true)
      expect(failures((json as { findings: Finding[] }).findings), what).toEqual([
        { check: 'manifest', outcome: 'failed', message: expect.stringMatching(damaged) },
      ])
    }
  }

  it('is accepted unchanged, and can be opened as a database', async () => {
    const { failed, lines } = await check.run(input())
    expect(lines[0]).toMatch(/^ok {6}The backup of 20.* by Stepkey .* is unchanged/)
    expect(failed).toBe(false)
    const opened = new SqliteDatabase(file, { readonly: true })
    expect(opened.pragma('integrity_check', { simple: true })).toBe('ok')
    opened.close()
  })

  it('is refused after one changed bit anywhere', async () => {
    const { length } = original
    const database = original.lastIndexOf('stepkey-backup/v1 ')
    const positions = Array.from({ length: 14 }, (_, n) => Math.floor(((n + 0.5) / 14) * database))
    const ofManifest = [0, 3, 17, 18, 30, 100, 200, 400].map((n) => database + n)
    for (const position of [
      0,
      18,
      28,
      31,
      ...positions,
      database - 1,
      ...ofManifest,
      length - 2,
      length - 1,
    ]) {
      for (const bit of [0x01, 0x20]) {
        const changed = Buffer.from(original)
        changed[position] = (changed[position] ?? 0) ^ bit
        writeFileSync(file, changed)
        await expectRefused(`bit ${bit} of byte ${position} of ${length}`)
      }
    }
  })

  it('is refused after it was cut off, extended, or a page was zeroed', async () => {
    for (const size of [original.length - 1, original.lastIndexOf('stepkey-backup'), 4096, 0]) {
      writeFileSync(file, original)
      truncateSync(file, size)
      await expectRefused(`size ${size}`)
    }
    writeFileSync(file, Buffer.concat([original, Buffer.from('\n')]))
    await expectRefused('extended')
    writeFileSync(file, Buffer.from(original).fill(0, 4096 * 5, 4096 * 6))
    await expectRefused('zeroed')
  })

  it.each([
    ['a status', `update credential set status = 'limited'`],
    ['the scopes of an API key', `update api_key set scopes = '["read","issue"]'`],
    ['the hash of a password', `update account set password_hash = 'x'`],
    ['a role', `update membership set role = 'admin' where role = 'viewer'`],
    ['the number of rows', `delete from session`],
  ])('is refused after %s was edited', async (_what, statement) => {
    for (const mode of ['delete', 'wal']) {
      writeFileSync(file, original)
      const opened = new SqliteDatabase(file)
      opened.pragma(`journal_mode = ${mode}`)
      expect(opened.prepare(statement).run().changes).toBeGreaterThan(0)
      opened.close()
      await expectRefused(mode)
    }
  })

  it('is refused if it is of another installation, even if that has the same rows', async () => {
    const other = `stepkey-key-v1:${Buffer.alloc(32, 1).toString('base64')}`
    const keyFile = join(stepkey.database.folder, 'other.key')
    writeFileSync(keyFile, other)
    const { failed, lines } = await check.run({ ...input(), config: { ...stepkey.deps.config, keyFile } })
    expect(failed).toBe(true)
    expect(lines.join()).toMatch(/key file is not the one of the backup/)
  })

  it('without a comparison with its manifest never fails without a sentence, whichever page is zeroed', async () => {
    const pages = Math.floor(original.length / 4096)
    expect(pages).toBeGreaterThan(50)
    let found = 0
    for (let page = 0; page < pages; page++) {
      writeFileSync(file, Buffer.from(original).fill(0, page * 4096, (page + 1) * 4096))
      const { json } = await check.run({ ...input(), options: { manifest: 'none' } })
      const { findings } = json as { findings: Finding[] }
      for (const { message } of failures(findings))
        expect(message, `page ${page}`).toMatch(/^The .*(?:Use another|Restore a) backup/s)
      if (anyFailed(findings)) found++
    }
    expect(found).toBe(pages)
  })

  it('is restored byte by byte, without its manifest', async () => {
    const target = join(stepkey.database.folder, 'restored')
    const config = {
      ...stepkey.deps.config,
      database: { engine: 'sqlite' as const, file: `${target}.db` },
      auditHeadsFile: undefined,
    }
    expect((await restore.run({ ...input(), config })).failed).toBeUndefined()
    const restored = readFileSync(`${target}.db`)
    expect(restored.equals(original.subarray(0, restored.length))).toBe(true)
    expect(statSync(file).size).toBeGreaterThan(restored.length)
  })
})
