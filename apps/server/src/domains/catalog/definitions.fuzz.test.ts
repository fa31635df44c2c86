import { isAllowedHost } from '@stepkey/shared/auth/allowed-hosts'
import { catalog } from '@stepkey/shared/catalog/index'
import type { Component, Method } from '@stepkey/shared/component'
import { toDefinition } from '@stepkey/shared/definition'
import { checkDefinition } from '@stepkey/shared/definitions/check-definition'
import { describeFields, type FieldDescription, isRecord } from '@stepkey/shared/schema'
import { TRPCError } from '@trpc/server'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { apply, type Change, change } from '../../../testing/odd-input.ts'
import { shopDefinition } from '../../../testing/own-component.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

const runs = process.env.STEPKEY_LONG ? { numRuns: 10_000 } : { numRuns: 200, seed: 3 }
const SECRET = 'Qx7-vnT2kM9-wZ4pL8'

const shop = shopDefinition()

/** The target's answer to the token request names the server of the next request, which is not an allowed one. */
const ledAway = {
  ...shop,
  title: 'Led away',
  methods: {
    key: {
      ...shop.methods.key,
      baseUrl: '{{token.url}}',
      allowedHosts: ['api.acme.example'],
      token: {
        grant: 'client_credentials',
        url: 'https://api.acme.example/token',
        clientId: 'client',
        clientSecret: '{{key}}',
        clientAuth: 'body',
      },
      place: [{ in: 'header', name: 'Authorization', value: 'Bearer {{token.access_token}} {{key}}' }],
    },
  },
}

/** Definitions with all kinds of parts, as far as workspaces may have them. */
const samples: Record<string, unknown>[] = [
  shop,
  ledAway,
  ...[
    catalog.zendesk,
    catalog.http,
    catalog.oauth2,
    catalog.aws,
    catalog.xero,
    catalog.redis,
    catalog.github,
  ].map((component) => ({ ...toDefinition(component as Component) })),
]

/** Texts that authors could write to lead secrets elsewhere, or to break something. */
const hostileText = fc.constantFrom(
  'https://evil.example',
  'https://evil.example/{{key}}',
  'https://{{baseUrl}}',
  '{{baseUrl}}.evil.example',
  'https://{{key}}.evil.example',
  'https://api.acme.example@evil.example/',
  'https://api.acme.example\\@evil.example/',
  'https://api.acme.example:443{{baseUrl|suffix:.evil.example}}',
  '{{token.url}}',
  '{{token.access_token|prefix:https://evil.example/}}',
  '//evil.example/x',
  '/\\evil.example',
  '/x\r\nHost: evil.example',
  '{{__proto__}}{{constructor.name}}',
  '{{missing|default:https://evil.example}}',
  '{{key|nofilter}}',
  '{{key|urlencode|base64|lower|trim|after:x|join:,}}',
  '*.example',
  '{{key}}',
  '(a+)+$',
  '(?=x)',
  'javascript:alert(1)',
  '<img src=x onerror=alert(1)>',
)

/** Replaces the n-th text by a hostile one. */
interface Rewriting {
  at: number
  text: string
}
const rewriting: fc.Arbitrary<Rewriting> = fc.record({ at: fc.nat(60), text: hostileText })

function rewrite(data: unknown, { at, text }: Rewriting): unknown {
  const copy = structuredClone(data)
  const places: [Record<string, unknown>, string][] = []
  const find = (holder: unknown) => {
    if (typeof holder !== 'object' || holder === null) return
    for (const [key, value] of Object.entries(holder)) {
      if (typeof value === 'string') places.push([holder as Record<string, unknown>, key])
      else find(value)
    }
  }
  find(copy)
  const place = places[at % Math.max(1, places.length)]
  if (place) place[0][place[1]] = text
  return copy
}

/** Returns values for the fields of a method: the same secret everywhere, and a server that exists. */
function valuesFor(fields: readonly FieldDescription[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field): [string, unknown][] => {
      switch (field.kind) {
        case 'number':
          return [[field.name, 6379]]
        case 'boolean':
          return [[field.name, true]]
        case 'choice':
          return [[field.name, field.options[0]?.value]]
        case 'several':
          return [[field.name, field.options.map(({ value }) => value)]]
        case 'variants': {
          const [first] = field.variants
          return [[field.name, { [field.discriminator]: first?.value, ...valuesFor(first?.fields ?? []) }]]
        }
        case 'secret':
          return [[field.name, SECRET]]
        default: {
          const { format } = field.meta
          const isPath = /path/i.test(field.name)
          if (format?.startsWith('pem') || format?.endsWith('lines')) return []
          if (format === 'http-url') return [[field.name, 'https://chosen.example']]
          if (format === 'host') return [[field.name, 'chosen.example']]
          return [[field.name, isPath ? '/me' : 'north']]
        }
      }
    }),
  )
}

let stepkey: Stepkey
let world: World
let alice: Person
/** The hosts that were looked up or dialled since the last run. */
const reached = new Set<string>()
let runNumber = 0

beforeAll(async () => {
  world = await createWorld()
  for (const host of [
    'api.acme.example',
    'chosen.example',
    'evil.example',
    'north.zendesk.com',
    'api.github.com',
  ])
    await world.https(host, async (request, response) => {
      const body = (await request.toArray()).join('')
      const isKnown = `${JSON.stringify(request.headers)}${request.url}${body}`.includes(SECRET)
      response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' })
      const token = { access_token: 'granted', token_type: 'bearer', url: 'https://evil.example' }
      response.end(JSON.stringify({ ...token, owner: SECRET, headers: request.headers }))
    })
  const ports = {
    ...world.ports,
    lookup: (host: string, signal: AbortSignal) => {
      reached.add(host)
      return world.ports.lookup(host, signal)
    },
  }
  stepkey = await startStepkey('sqlite', { outside: ports })
  alice = await stepkey.signUp('Alice')
})
afterAll(async () => {
  await stepkey.stop()
  await world.close()
})

/** Makes a call. Returns its result, or the message of its error, which must be one for callers. */
async function attempt<Result>(call: () => Promise<Result>): Promise<{ result?: Result; text: string }> {
  try {
    const result = await call()
    return { result, text: JSON.stringify(result) }
  } catch (error) {
    if (!(error instanceof TRPCError) || error.code === 'INTERNAL_SERVER_ERROR') throw error
    return { text: JSON.stringify([error.message, error.cause]) }
  }
}

async function use(definition: Record<string, unknown>): Promise<void> {
  const componentId = `custom:fuzz-${++runNumber}`
  reached.clear()
  const said: string[] = []
  const say = async <Result>(call: () => Promise<Result>) => {
    const { result, text } = await attempt(call)
    said.push(text)
    return result
  }
  await say(() => alice.components.save({ componentId, definition }))
  await say(() => alice.components.definition({ componentId }))
  const { component } = checkDefinition({ ...definition, id: componentId, version: 1 })
  const used: { method: Method; values: Record<string, unknown> }[] = []
  for (const [methodId, method] of Object.entries(component?.methods ?? {}).slice(0, 3)) {
    const values = valuesFor(describeFields(method.fields))
    used.push({ method, values })
    await say(() => alice.components.trial({ componentId, methodId, good: values }))
  }
  const untested = Object.fromEntries(Object.keys(component?.methods ?? {}).map((id) => [id, 'Fuzzing']))
  await say(() => alice.components.publish({ componentId, untested }))
  await say(() => alice.components.get({ componentId }))
  for (const [index, methodId] of Object.keys(component?.methods ?? {})
    .slice(0, 3)
    .entries()) {
    const values = used[index]?.values ?? {}
    await say(() => alice.consents.begin({ componentId, methodId, values }))
    const input = { componentId, methodId, name: methodId.slice(0, 60), values, allowUnverified: true }
    const created = await say(() => alice.credentials.create(input))
    if (created?.outcome !== 'saved') continue
    await say(() => alice.credentials.verify({ credentialId: created.credential.id }))
    await say(() => alice.credentials.remove({ credentialId: created.credential.id, revoke: true }))
  }
  await say(() => alice.components.remove({ componentId }))
  for (const host of reached) {
    const isAllowed = used.some(({ method, values }) => isAllowedHost(method, host, values))
    // The servers of drivers are not URLs, and their hosts are checked when the definition is.
    const isServer = used.some(({ method, values }) => 'driver' in method.verify && values.host === host)
    expect(isAllowed || isServer, `${host} for ${JSON.stringify(definition)}`).toBe(true)
  }
  expect(said.join('\n')).not.toContain(SECRET)
}

it.each(samples.map((sample) => [String(sample.title), sample] as const))(
  'hostile forms of the definition %s break nothing, reach no other host, and tell no secret',
  { timeout: 600_000 },
  async (_, sample) => {
    const numRuns = Math.ceil(runs.numRuns / samples.length)
    await use(sample)
    const mutations = fc.tuple(fc.array(rewriting, { maxLength: 3 }), fc.array(change, { maxLength: 1 }))
    await fc.assert(
      fc.asyncProperty(mutations, async ([rewritings, changes]: [Rewriting[], Change[]]) => {
        const rewritten = rewritings.reduce<unknown>(rewrite, sample)
        const changed = changes.reduce<unknown>(apply, rewritten)
        if (isRecord(changed)) await use(changed)
      }),
      { ...runs, numRuns },
    )
  },
)

it('the audit log has no secret', async () => {
  const rows = await stepkey.deps.db.selectFrom('audit').select('detail').execute()
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain(SECRET)
})
