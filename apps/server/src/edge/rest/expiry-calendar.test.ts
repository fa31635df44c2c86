import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

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
      expect(of('DTSTART')).toEqual(['DTSTART:20271001T000000Z', 'DTSTART:20261224T183000Z'])
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

  it('accepts the key as a password at no other address', async () => {
    const answer = await stepkey.app.inject({
      url: '/api/v1/credentials',
      headers: { host: 'localhost:4000', authorization: basic(reader) },
    })
    expect(answer.statusCode).toBe(401)
  })
})
