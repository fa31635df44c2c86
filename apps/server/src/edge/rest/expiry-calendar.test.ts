import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { newId } from '../../platform/ids.ts'

describe('the calendar of access that ends', () => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let reader: string
  let engine: string
  /** The time at which GitHub says that the next token expires; empty if never. */
  let expires = ''

  beforeAll(async () => {
    world = await createWorld()
    await world.https('api.github.com', (_request, response) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        ...(expires && { 'github-authentication-token-expiration': expires }),
      })
      response.end('{"login":"alice"}')
    })
    stepkey = await startStepkey('sqlite', { outside: world.ports })
    alice = await stepkey.signUp('Alice')
    reader = (await alice.apiKeys.create({ name: 'Calendar', scopes: ['read'] })).key
    engine = (await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })).key
    await github('Never ends', '')
    await github('Tokyo; "Osaka", and\nmore', '2026-12-24 18:30:00 UTC')
    await github('Next year', '2027-10-01 00:00:00 UTC')
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  async function github(name: string, end: string) {
    expires = end
    const created = await alice.credentials.create({
      componentId: 'github',
      methodId: 'token',
      name: name.replaceAll('\n', ' '),
      values: { token: 'ghp_abcdefghijklmnopqrstuvwxyz0123456789' },
    })
    assertSaved(created)
    return created.credential.id
  }
  const get = (authorization: string, query = '') =>
    stepkey.app.inject({
      url: `/api/v1/credentials/expiry.ics${query}`,
      headers: { host: 'localhost:4000', authorization },
    })
  /** Returns the unfolded lines. */
  const linesOf = (calendar: string) => calendar.replaceAll(/\r\n[ \t]/g, '').split('\r\n')
  const basic = (key: string) => `Basic ${btoa(`alice:${key}`)}`

  it('has an event for each known end, with reminders and a link, for calendar programs too', async () => {
    for (const authorization of [`Bearer ${reader}`, basic(reader)]) {
      const { statusCode, headers, body } = await get(authorization)
      expect(statusCode).toBe(200)
      expect(headers['content-type']).toBe('text/calendar; charset=utf-8')
      const lines = linesOf(body)
      const of = (name: string) => lines.filter((line) => line.startsWith(name))
      expect([lines[0], lines.filter(Boolean).at(-1)]).toEqual(['BEGIN:VCALENDAR', 'END:VCALENDAR'])
      expect(of('DTSTART')).toEqual(['DTSTART:20261224T183000Z', 'DTSTART:20271001T000000Z'])
      expect(of('SUMMARY')).toContain('SUMMARY:Access ends: Tokyo\\; "Osaka"\\, and more (GitHub)')
      expect(of('TRIGGER')).toHaveLength(6)
      expect(of('TRIGGER').slice(0, 3)).toEqual(['TRIGGER:-P30D', 'TRIGGER:-P7D', 'TRIGGER:-P1D'])
      const [link = ''] = of('URL')
      expect(link).toContain(`http://localhost:4000/w/${alice.workspaceId}/credentials/github/`)
    }
  })

  it('is limited to the number of days, and keeps the id of an event', async () => {
    const uids = async (query: string) =>
      linesOf((await get(basic(reader), query)).body).filter((line) => line.startsWith('UID'))
    const [soon] = await uids('?days=60')
    expect(await uids('?days=60')).toEqual([soon])
    expect(await uids('')).toContain(soon)
  })

  it('refuses keys that may not read, wrong ones, and unknown parameters', async () => {
    expect((await get(basic(engine))).json()).toMatchObject({ status: 403, code: 'forbidden' })
    for (const authorization of [basic('sk_wrong'), 'Basic !!!', `Basic ${btoa('alice')}`])
      expect((await get(authorization)).json()).toMatchObject({ status: 401 })
    for (const query of ['?days=0', '?days=x', '?day=1'])
      expect((await get(basic(reader), query)).json()).toMatchObject({ status: 400, code: 'invalid_input' })
  })

  it('asks for a password, but not in the background of a page, where browsers would show a dialog', async () => {
    const challenge = async (headers: object) => {
      const url = '/api/v1/credentials/expiry.ics'
      const answer = await stepkey.app.inject({ url, headers: { host: 'localhost:4000', ...headers } })
      expect(answer.statusCode).toBe(401)
      return answer.headers['www-authenticate']
    }
    expect(await challenge({})).toBe('Basic realm="Stepkey", Bearer')
    expect(await challenge({ authorization: basic('sk_wrong') })).toBe('Basic realm="Stepkey", Bearer')
    expect(await challenge({ 'stepkey-workspace': alice.workspaceId })).toBe('Bearer')
    expect((await get(basic(engine))).headers).not.toHaveProperty('www-authenticate')
  })

  it('accepts the key as a password at no other address', async () => {
    const answer = await stepkey.app.inject({
      url: '/api/v1/credentials',
      headers: { host: 'localhost:4000', authorization: basic(reader) },
    })
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Bearer')
  })

  it('has the time of the last verification as the time of a change', async () => {
    const credentialId = await github('Extended', '2026-12-25 00:00:00 UTC')
    stepkey.pass(3600_000)
    expires = '2026-12-26 00:00:00 UTC'
    await alice.credentials.verify({ credentialId })
    const lines = linesOf((await get(basic(reader))).body)
    const event = lines.slice(lines.indexOf(`UID:expiry-${credentialId}@stepkey`))
    const now = stepkey.deps.clock().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
    expect(event.find((line) => line.startsWith('DTSTAMP'))).toBe(`DTSTAMP:${now}Z`)
    expect(event.find((line) => line.startsWith('DTSTART'))).toBe('DTSTART:20261226T000000Z')
  })

  it('has the 1000 events that are next', async () => {
    const { db } = stepkey.deps
    const first = await github('A 0', '2027-01-01 00:00:00 UTC')
    const credential = await db
      .selectFrom('credential')
      .selectAll()
      .where('id', '=', first)
      .executeTakeFirst()
    const receipt = await db
      .selectFrom('receipt')
      .selectAll()
      .where('credential_id', '=', first)
      .executeTakeFirst()
    if (!credential || !receipt) throw new Error('The credential was not verified.')
    for (let n = 1; n <= 1000; n++) {
      const [id, receipt_id] = [newId(), newId()]
      const name = `A ${String(n).padStart(4, '0')}`
      const named = { name, name_folded: name, name_order: name }
      await db
        .insertInto('credential')
        .values({ ...credential, ...named, id, receipt_id: null })
        .execute()
      // Those that come later by name end earlier.
      const expires_at = new Date(Date.parse('2027-06-01') - n * 3600_000).toISOString()
      await db
        .insertInto('receipt')
        .values({ ...receipt, id: receipt_id, credential_id: id, expires_at })
        .execute()
      await db.updateTable('credential').set({ receipt_id }).where('id', '=', id).execute()
    }
    const lines = linesOf((await get(basic(reader))).body)
    const starts = lines.filter((line) => line.startsWith('DTSTART'))
    expect(starts).toHaveLength(1000)
    expect(starts).toEqual(starts.toSorted())
    expect(starts[0]).toBe('DTSTART:20261224T183000Z')
    expect(starts).not.toContain('DTSTART:20271001T000000Z')
    expect(starts).toContain('DTSTART:20270101T000000Z')
  })
})
