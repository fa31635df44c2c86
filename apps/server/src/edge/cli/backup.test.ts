import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { operatorOf } from '../../../testing/command-line.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { storeAuditHeads } from '../../domains/audit/store-heads.ts'
import { connect } from '../../platform/database/database.ts'
import { unlock } from '../../platform/keyring/unlock.ts'

// Each command runs in a separate process.
vi.setConfig({ testTimeout: 60_000 })

describe('backups of the embedded database', () => {
  let server: Stepkey
  let stepkey: ReturnType<typeof operatorOf>
  let alice: Person
  let file: string
  beforeEach(async () => {
    server = await startStepkey('sqlite')
    stepkey = operatorOf(server.database)
    alice = await server.signUp('Alice')
    await alice.flows.save({ name: 'Kept', steps: [] })
    file = at('backup.db')
  })
  afterEach(() => server.database.drop())
  const at = (name: string) => join(server.database.folder, name)
  const stop = async () => {
    await server.app.close()
    await server.deps.db.destroy()
  }
  const flowsNow = async () => {
    const { db } = await unlock(server.deps.config)
    const rows = await db.selectFrom('flow').select('name').orderBy('name').execute()
    await db.destroy()
    return rows.map(({ name }) => name)
  }
  /** Changes a backup directly. */
  const changeBackup = async (...statements: ReturnType<typeof sql>[]) => {
    const db = connect({ engine: 'sqlite', file })
    for (const statement of statements) await statement.execute(db)
    await db.destroy()
  }

  it('are complete while a server writes, readable only by their owner, and without the key', async () => {
    let writing = true
    let written = 0
    const writer = (async () => {
      while (writing) {
        await alice.flows.save({ name: `Flow ${written++}`, steps: [] })
        await new Promise(setImmediate)
      }
    })()
    const { code, out } = await stepkey(['backup', file])
    writing = false
    await writer
    expect(written).toBeGreaterThan(10)
    expect(code).toBe(0)
    expect(out).toMatch(/does NOT contain the key file .*stepkey\.key/)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const check = await stepkey(['check', file, '--json'])
    expect(check.code).toBe(0)
    const { findings } = JSON.parse(check.out)
    expect(findings.map(({ check, outcome }: Record<string, string>) => [check, outcome])).toEqual([
      ['manifest', 'ok'],
      ['file', 'ok'],
      ['references', 'ok'],
      ['key', 'ok'],
      ['version', 'ok'],
      ['sealed', 'ok'],
      ['counts', 'ok'],
      ['values', 'ok'],
      ['trails', 'ok'],
    ])
    // The backup is one file, and checking it creates no side files.
    expect(readdirSync(server.database.folder).filter((name) => name.startsWith('backup'))).toEqual([
      'backup.db',
    ])
    await stop()
  })

  it('don’t replace a file, and report a folder that can’t be written', async () => {
    writeFileSync(file, 'precious')
    const { code, error } = await stepkey(['backup', file])
    expect(code).toBe(1)
    expect(error).toMatch(/already exists/)
    expect(readFileSync(file, 'utf8')).toBe('precious')
    const nowhere = await stepkey(['backup', at('nowhere/backup.db'), '--json'])
    expect(nowhere.code).toBe(1)
    expect(JSON.parse(nowhere.error).error).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('Check that the folder exists'),
    })
    await stop()
  })

  it('are restored once the server is stopped, and the previous database is kept', async () => {
    await stepkey(['backup', file])
    await alice.flows.save({ name: 'Later', steps: [] })
    await storeAuditHeads(server.deps)
    const tooEarly = await stepkey(['restore', file])
    expect(tooEarly).toMatchObject({ code: 1, error: expect.stringMatching(/Stop it first/) })
    expect(await alice.flows.list()).toMatchObject({ items: [{ name: 'Kept' }, { name: 'Later' }] })

    await stop()
    const { code, out } = await stepkey(['restore', file, '--json'])
    expect(code).toBe(0)
    const { outcome, movedTo } = JSON.parse(out)
    expect(outcome).toBe('restored')
    expect(await flowsNow()).toEqual(['Kept'])
    // The entry of the flow “Later” is not reported as removed.
    expect((await stepkey(['check'])).code).toBe(0)
    expect(readdirSync(server.database.folder)).toContainEqual(
      expect.stringMatching(/^audit-heads\.jsonl\.before-restore-/),
    )
    expect(statSync(at('stepkey.db')).mode & 0o777).toBe(0o600)

    // Restores the previous database, which has no manifest.
    expect(await stepkey(['restore', movedTo])).toMatchObject({
      code: 1,
      out: expect.stringMatching(/doesn’t end with a manifest.*add `--manifest none`/),
    })
    expect((await stepkey(['restore', movedTo, '--manifest', 'none'])).code).toBe(0)
    expect(await flowsNow()).toEqual(['Kept', 'Later'])
  })

  it('replace a damaged or missing database', async () => {
    await stepkey(['backup', file])
    await stop()
    writeFileSync(at('stepkey.db'), 'this is no database at all, it only looks like a file '.repeat(100))
    writeFileSync(at('stepkey.db-wal'), 'and this belongs to it')
    expect((await stepkey(['check'])).code).toBe(1)
    expect(await stepkey(['restore', file])).toMatchObject({ code: 0, error: '' })
    expect(await flowsNow()).toEqual(['Kept'])

    const elsewhere = join(server.database.folder, 'elsewhere')
    const there = operatorOf({ ...server.database, folder: elsewhere })
    expect(await there(['restore', file])).toMatchObject({
      code: 1,
      out: expect.stringMatching(/FAILED.*key file .* is missing/),
    })
    copyFileSync(at('stepkey.key'), join(elsewhere, 'stepkey.key'))
    expect(await there(['restore', file])).toMatchObject({ code: 0, error: '' })
    expect((await there(['check'])).code).toBe(0)
  })

  it.each<[string, () => Promise<void> | void, RegExp]>([
    ['is no database', () => writeFileSync(file, 'this is no database '.repeat(300)), /not a database/],
    ['is empty', () => writeFileSync(file, ''), /contains no data of Stepkey/],
    [
      'is damaged in the middle',
      () => {
        const bytes = readFileSync(file)
        for (let page = 4; page < 40; page++) bytes.fill(0xa5, page * 4096 + 8, page * 4096 + 200)
        writeFileSync(file, bytes)
      },
      /damaged|not a database/,
    ],
    [
      'has another key',
      () => {
        const other = `stepkey-key-v1:${Buffer.alloc(32, 1).toString('base64')}`
        writeFileSync(at('stepkey.key'), other)
      },
      /does not match/,
    ],
    [
      'has a changed audit log',
      () => changeBackup(sql`update audit set subject_id = 'x' where seq = 1`),
      /BROKEN. Entry 1 was changed/,
    ],
    [
      'has invalid references',
      () => changeBackup(sql`pragma foreign_keys = off`, sql`delete from account`),
      /invalid references \(.*membership → account/,
    ],
    [
      'is of a newer Stepkey',
      () => changeBackup(sql`insert into kysely_migration (name, timestamp) values ('9999_future', '')`),
      /newer Stepkey/,
    ],
  ])('are not restored if the file %s', async (flaw, change, message) => {
    await stepkey(['backup', file])
    await stop()
    const key = readFileSync(at('stepkey.key'))
    const before = at('before.db')
    copyFileSync(at('stepkey.db'), before)
    await change()
    const { code, out, error } = await stepkey(['restore', file, '--manifest', 'none'])
    expect(code).toBe(1)
    expect(out + error).toMatch(message)
    expect(out + error).not.toMatch(/^ {4}at /m)
    writeFileSync(at('stepkey.key'), key)
    expect(await flowsNow()).toEqual(['Kept'])
    expect(readdirSync(server.database.folder).filter((name) => /restor/.test(name))).toEqual([])
    expect((await stepkey(['check', file, '--manifest', 'none'])).code).toBe(
      flaw === 'has another key' ? 0 : 1,
    )
  })

  it('are not restored from the database itself, or from a missing file', async () => {
    await stop()
    expect(await stepkey(['restore', at('stepkey.db')])).toMatchObject({
      code: 1,
      error: expect.stringMatching(/is the database itself/),
    })
    expect(await stepkey(['restore', at('nothing.db')])).toMatchObject({
      code: 1,
      error: expect.stringMatching(/There is no file/),
    })
  })
})

it('refers to pg_dump and pg_restore if PostgreSQL is used', async () => {
  const server = await startStepkey('postgres')
  const stepkey = operatorOf(server.database)
  const file = join(server.database.folder, 'backup.db')
  for (const [args, tool] of [
    [['backup', file], 'pg_dump'],
    [['restore', file], 'pg_restore'],
    [['check', file], 'pg_dump'],
  ] as const) {
    const { code, error } = await stepkey([...args])
    expect(code).toBe(1)
    expect(error).toContain(tool)
  }
  expect(existsSync(file)).toBe(false)
  await server.stop()
})
