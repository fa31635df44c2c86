import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createMigratedDatabase,
  createTestDatabase,
  engines,
  type TestDatabase,
} from '../../../testing/databases/databases.ts'
import { connect } from '../database/database.ts'
import { Secret } from '../secret.ts'
import type { KeyWrapper } from './key-wrapper.ts'
import { type CredentialIdentity, createKeyring, INSTALLATION } from './keyring.ts'
import { sealedWith } from './seal.ts'
import { unlock } from './unlock.ts'

const clock = () => new Date()

describe.each(engines)('keyring on %s', (engine) => {
  let database: TestDatabase
  let opened: Awaited<ReturnType<typeof unlock>>
  let keyFile: string

  beforeEach(async () => {
    database = await createMigratedDatabase(engine)
    keyFile = join(database.folder, 'stepkey.key')
    opened = await unlock({ database: database.location, keyFile })
    for (const id of ['w1', 'w2']) {
      await opened.db
        .insertInto('workspace')
        .values({ id, name: id, kind: 'personal', recheck: 'off', created_at: '' })
        .execute()
    }
  })
  afterEach(async () => {
    await opened.db.destroy()
    await database.drop()
  })

  const identity: CredentialIdentity = {
    workspaceId: 'w1',
    credentialId: 'c1',
    componentId: 'http',
    methodId: 'bearer',
    sealVersion: 1,
  }
  const keyring = () => createKeyring(opened.db, opened.wrapper, clock)
  const values = new Secret({ token: 'a secret text' })

  it('opens a sealed text with another keyring of the same database', async () => {
    const sealed = await keyring().seal(values, identity)
    expect((await keyring().open(sealed, identity)).reveal()).toEqual({ token: 'a secret text' })
  })

  it('unwraps a data key once for concurrent callers', async () => {
    const sealed = await keyring().seal(values, identity)
    const calls: string[] = []
    const slow: KeyWrapper = {
      id: 'kms',
      wrap: (dataKey, context) => opened.wrapper.wrap(dataKey, context),
      async unwrap(wrapped, context) {
        calls.push(String(context[0]))
        await new Promise(setImmediate)
        return await opened.wrapper.unwrap(wrapped, context)
      },
    }
    const ring = createKeyring(opened.db, slow, clock)
    await Promise.all(Array.from({ length: 20 }, () => ring.open(sealed, identity)))
    expect(calls).toEqual(['workspace_key'])
  })

  it('unwraps a data key again after a failure', async () => {
    const sealed = await keyring().seal(values, identity)
    let isDown = true
    const ring = createKeyring(
      opened.db,
      {
        ...opened.wrapper,
        unwrap: (wrapped, context) =>
          isDown ? Promise.reject(new Error('down')) : opened.wrapper.unwrap(wrapped, context),
      },
      clock,
    )
    await expect(ring.open(sealed, identity)).rejects.toThrow('down')
    isDown = false
    expect((await ring.open(sealed, identity)).reveal()).toEqual({ token: 'a secret text' })
  })

  describe('for the installation', () => {
    const app = { workspaceId: INSTALLATION, table: 'oauth_app', id: 'a1', sealVersion: 1 } as const

    it('seals with the data key of the installation, also when two keyrings create it concurrently', async () => {
      const [one, two] = await Promise.all([keyring().seal(values, app), keyring().seal(values, app)])
      for (const sealed of [one, two]) {
        expect(sealedWith(sealed)).not.toBe(opened.wrapper.id)
        expect((await keyring().open(sealed, app)).reveal()).toEqual({ token: 'a secret text' })
      }
      expect(sealedWith(one)).toBe(sealedWith(two))
    })

    it('opens secrets that version 0.1 sealed with the key encryption key itself', async () => {
      const sealed = await opened.wrapper.wrap(Buffer.from(JSON.stringify({ clientSecret: 'old' })), [
        'oauth_app',
        INSTALLATION,
        'a1',
        1,
      ])
      expect((await keyring().open(sealed, app)).reveal()).toEqual({ clientSecret: 'old' })
    })
  })

  it('seals the same values to different bytes, which don’t contain the text', async () => {
    const ring = keyring()
    const [one, two] = [await ring.seal(values, identity), await ring.seal(values, identity)]
    expect(one.equals(two)).toBe(false)
    expect(one.toString('latin1')).not.toContain('secret')
  })

  it.each([
    ['another workspace', { workspaceId: 'w2' }],
    ['another credential', { credentialId: 'c2' }],
    ['another component', { componentId: 'github' }],
    ['another method', { methodId: 'basic' }],
    ['other values of the same credential', { sealVersion: 2 }],
  ])('does not open a text that was copied to %s', async (_, moved) => {
    const sealed = await keyring().seal(values, identity)
    await keyring().seal(values, { ...identity, workspaceId: 'w2' })
    await expect(keyring().open(sealed, { ...identity, ...moved })).rejects.toMatchObject({
      name: 'SealBroken',
    })
  })

  it('does not open a text that was truncated or extended, or has a flipped bit in any byte', async () => {
    const ring = keyring()
    const sealed = await ring.seal(values, identity)
    for (let at = 0; at < sealed.length; at++) {
      const flipped = Buffer.from(sealed)
      flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at)
      await expect(ring.open(flipped, identity)).rejects.toMatchObject({ name: 'SealBroken' })
      await expect(ring.open(sealed.subarray(0, at), identity)).rejects.toMatchObject({ name: 'SealBroken' })
    }
    await expect(ring.open(Buffer.concat([sealed, Buffer.alloc(1)]), identity)).rejects.toMatchObject({
      name: 'SealBroken',
    })
  })

  it('creates one data key for a workspace, even with eight concurrent keyrings', async () => {
    const rings = Array.from({ length: 8 }, keyring)
    const sealed = await Promise.all(rings.map((ring) => ring.seal(values, identity)))
    expect(await opened.db.selectFrom('workspace_key').select('id').execute()).toHaveLength(1)
    for (const text of sealed)
      expect((await keyring().open(text, identity)).reveal()).toEqual({ token: 'a secret text' })
  })

  it('stores data keys wrapped', async () => {
    await keyring().seal(values, identity)
    const [{ wrapped } = { wrapped: Buffer.alloc(0) }] = await opened.db
      .selectFrom('workspace_key')
      .select('wrapped')
      .execute()
    // version, key id, nonce, 32 bytes of key, tag
    expect(wrapped).toHaveLength(1 + 8 + 12 + 32 + 16)
  })
})

describe.each(engines)('unlock on %s', (engine) => {
  let database: TestDatabase
  let keyFile: string
  beforeEach(async () => {
    database = await createTestDatabase(engine)
    keyFile = join(database.folder, 'stepkey.key')
  })
  afterEach(() => database.drop())
  const start = () => unlock({ database: database.location, keyFile })

  it('creates a key file that only its owner can read for an empty database, and uses it at the next start', async () => {
    const first = await start()
    await first.db.destroy()
    const key = readFileSync(keyFile, 'utf8')
    expect(statSync(keyFile).mode & 0o777).toBe(0o600)
    const second = await start()
    await second.db.destroy()
    expect(readFileSync(keyFile, 'utf8')).toBe(key)
    expect(second.wrapper.id).toBe(first.wrapper.id)
  })

  it.each([
    ['missing', () => rmSync(keyFile), /is missing.*Restore it/],
    [
      'another one',
      () => writeFileSync(keyFile, `stepkey-key-v1:${randomBytes(32).toString('base64')}\n`),
      /does not match/,
    ],
    ['damaged', () => writeFileSync(keyFile, 'stepkey-key-v1:c2hvcnQ=\n'), /does not contain a Stepkey key/],
  ])('refuses to start when the key file is %s, and writes nothing', async (_, changeKeyFile, message) => {
    const db = await startWithData()
    await db.destroy()
    changeKeyFile()
    const before = await contents()
    await expect(start()).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(message),
    })
    expect(await contents()).toEqual(before)
  })

  it('refuses to start when the canary was deleted', async () => {
    const db = await startWithData()
    await db.deleteFrom('keyring').execute()
    await db.destroy()
    await expect(start()).rejects.toMatchObject({ name: 'StartError' })
  })

  /** Creates a database with a sealed credential, which therefore needs its key file. */
  async function startWithData() {
    const { db, wrapper } = await start()
    await db
      .insertInto('workspace')
      .values({ id: 'w1', name: 'w', kind: 'personal', recheck: 'off', created_at: '' })
      .execute()
    const identity = {
      workspaceId: 'w1',
      credentialId: 'c',
      componentId: 'http',
      methodId: 'none',
      sealVersion: 1,
    }
    await createKeyring(db, wrapper, clock).seal(new Secret({}), identity)
    return db
  }

  /** Returns the hashes of all files in the folder, and the rows of the key tables. */
  async function contents() {
    const files = readdirSync(database.folder)
      .filter((file) => !file.endsWith('-shm') && !file.endsWith('-wal'))
      .map((file) => [
        file,
        createHash('sha256')
          .update(readFileSync(join(database.folder, file)))
          .digest('hex'),
      ])
    const db = connect(database.location, { readOnly: true })
    const rows = [
      await db.selectFrom('keyring').selectAll().execute(),
      await db.selectFrom('workspace_key').selectAll().execute(),
    ]
    await db.destroy()
    return { files, rows, key: existsSync(keyFile) }
  }
})
