import { afterAll, beforeAll, expect, it } from 'vitest'
import { shopDefinition } from '../../../testing/own-component.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1v1z"/></svg>'
const icon = `data:image/svg+xml;base64,${btoa(SVG)}`
const untested = { key: 'No server in this test' }

let stepkey: Stepkey
let alice: Person
beforeAll(async () => {
  stepkey = await startStepkey('sqlite')
  alice = await stepkey.signUp('Alice')
})
afterAll(() => stepkey.stop())

const get = (url: string) => stepkey.app.inject({ url: new URL(url, 'http://localhost').pathname })

it('serves the icon of a published component as an image that can’t run', async () => {
  const componentId = 'custom:acme'
  await alice.components.save({ componentId, definition: shopDefinition({ icon }) })
  await alice.components.publish({ componentId, untested })
  const { icon: address = '' } = await alice.components.get({ componentId })
  expect(address).toMatch(/^http:\/\/localhost:\d+\/component-icons\/[\w-]+$/)
  const response = await get(address)
  expect(response.body).toBe(SVG)
  expect(response.headers).toMatchObject({
    'content-type': 'image/svg+xml',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'x-content-type-options': 'nosniff',
  })
})

it('does not publish an image that could run, and serves no icon of drafts or built-in components', async () => {
  const componentId = 'custom:evil'
  const evil = `data:image/svg+xml;base64,${btoa('<svg><script>alert(1)</script></svg>')}`
  const saved = await alice.components.save({ componentId, definition: shopDefinition({ icon: evil }) })
  expect(saved).toMatchObject({ problems: [{ at: '/icon' }] })
  expect(await alice.components.publish({ componentId, untested })).toMatchObject({
    outcome: 'not_published',
  })
  const draft = await stepkey.deps.db
    .selectFrom('component_version')
    .select('id')
    .where('component_id', '=', componentId)
    .executeTakeFirstOrThrow()
  for (const id of [draft.id, 'github', 'unknown', '..%2f..'])
    expect((await get(`/component-icons/${id}`)).statusCode).toBe(404)
})
