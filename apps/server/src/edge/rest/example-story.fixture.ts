import { isRecord } from '@stepkey/shared/schema'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { openRevocation } from '../../../testing/organization-objects.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld } from '../../../testing/world.ts'
import { createPetstore } from '../../sandbox/petstore.ts'
import { ids, secrets } from './examples/example.ts'
import { examples } from './examples.ts'
import { openApi } from './openapi.ts'

/** An operation of the API reference. */
export interface Operation {
  /** `POST /flows` */
  name: string
  method: string
  path: string
  parameters?: { $ref?: string; name: string; in: 'path' | 'query' | 'header'; example?: unknown }[]
  requestBody?: Message
  responses: Record<string, Message & { headers: object }>
  security?: readonly object[]
  'x-codeSamples': { source: string }[]
}
interface Message {
  content?: Record<string, { example?: unknown }>
}

export const document = openApi() as { paths: Record<string, Record<string, Operation>> }

/** The operations by name. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([key, operation]) => {
      const method = key.toUpperCase()
      const name = `${method} ${path}`
      return [name, { ...operation, name, method, path }]
    }),
  ),
)

const operationNamed = (name: string): Operation => {
  const operation = operations.get(name)
  if (!operation) throw new Error(`The API reference has no operation ${name}.`)
  return operation
}

/** Returns the example in a message; undefined if there is none. */
export const exampleIn = ({ content = {} }: Message = {}): unknown => Object.values(content)[0]?.example

/** Who sends an example, and where. */
export interface Surroundings {
  stepkey: Stepkey
  url: string
  apiKey: string
  /** The token in the session cookie. */
  session: string
  /** Replaces the ids and secrets of the examples by those of the objects in this installation. */
  fill(text: string): string
}

export interface Answer {
  status: number
  headers: Record<string, unknown>
  body: string
}

/** Sends an operation with its example. */
export type Send = (operation: Operation, surroundings: Surroundings) => Promise<Answer>

/** An operation with its answer. */
export interface Told extends Operation {
  answer: Answer
  /** How the answer differs from its example, apart from ids, times and numbers. */
  differences: string[]
  /** The operations at the address in the header Location. */
  atLocation: string[]
}

/** Sends all examples, in their order, to a new installation. */
export async function tellStory(send: Send): Promise<Told[]> {
  const installation = await startInstallation()
  const { stepkey, url } = installation
  const real = new Map<string, string>()
  const fill = (text: string) =>
    [...real].reduce((filled, [example, value]) => filled.replaceAll(example, value), text)
  let session = ''
  let grace = ''

  async function tell(name: string): Promise<Told> {
    stepkey.pass(1000)
    const operation = operationNamed(name)
    const answer = await send(operation, {
      stepkey,
      url,
      apiKey: fill(secrets.apiKey),
      session: name === 'POST /invitations/redeem' ? grace : session,
      fill,
    })
    session = sessionIn(answer) ?? session
    const example = exampleIn(operation.responses[answer.status])
    const differences = example === undefined ? [] : learn(example, asJson(answer.body), real)
    return { ...operation, answer, differences, atLocation: operationsAt(answer.headers.location, fill) }
  }

  async function repeat(...names: string[]) {
    for (const name of names) await tell(name)
  }

  const callAsAda = () => stepkey.visitor({ jar: { token: session } })
  /** What must happen before an operation, besides the operations that are told before it. */
  const before: Record<string, () => Promise<void>> = {
    // The example lists credentials whose access ends soon, and the sandbox tells no expiry.
    'GET /credentials': async () => {
      const at = stepkey.deps.clock().toISOString()
      await stepkey.deps.db.updateTable('receipt').set({ expires_at: at }).execute()
    },
    'GET /credentials/{credentialId}': async () => {
      await stepkey.deps.db.updateTable('receipt').set({ expires_at: null }).execute()
    },
    // The example of creating a credential is one without a consent.
    'POST /credentials/{credentialId}/disconnect': async () => {
      const { body = {} } = examples['POST /consents'] ?? {}
      const input = body as { componentId: string; methodId: string; values: Record<string, unknown> }
      const consentId = fill(ids.consent)
      const saved = await callAsAda().credentials.create({ ...input, name: 'Slack', consentId })
      assertSaved(saved)
      real.set(ids.connected, saved.credential.id)
    },
    'POST /credentials/{credentialId}/impact': async () => {
      const input = { componentId: 'petstore', methodId: 'apiKey', name: 'New key' }
      const saved = await callAsAda().credentials.create({ ...input, values: { apiKey: 'secret' } })
      assertSaved(saved)
      real.set(ids.otherCredential, saved.credential.id)
    },
    'GET /deleted-credentials': async () => {
      const input = { componentId: 'petstore', methodId: 'apiKey', name: 'Old shop' }
      const saved = await callAsAda().credentials.create({ ...input, values: { apiKey: 'secret' } })
      assertSaved(saved)
      real.set(ids.deletedCredential, saved.credential.id)
      await callAsAda().credentials.remove({ credentialId: saved.credential.id })
    },
    // The credential was restored.
    'DELETE /deleted-credentials/{credentialId}': async () => {
      await callAsAda().credentials.remove({ credentialId: fill(ids.deletedCredential) })
    },
    'GET /revocations': async () => {
      await openRevocation(callAsAda())
    },
    // An OAuth app can't be deleted while a credential depends on it.
    'DELETE /oauth-apps/{oauthAppId}': async () => {
      await callAsAda().credentials.remove({ credentialId: fill(ids.connected) })
    },
    'POST /invitations/redeem': async () => {
      grace = await signUp(stepkey, 'Grace')
    },
    // The invitation was used.
    'DELETE /invitations/{invitationId}': () => repeat('POST /invitations'),
    // The member was removed.
    'POST /organization/transfer': () => repeat('POST /invitations', 'POST /invitations/redeem'),
    // Ada has left the organization.
    'DELETE /organization': () => repeat('POST /organizations', 'PATCH /organization'),
  }

  const told: Told[] = []
  try {
    for (const name of Object.keys(examples)) {
      await before[name]?.()
      told.push(await tell(name))
    }
  } finally {
    await installation.stop()
  }
  return told
}

/** Starts a server that can reach the sandbox, a fake Slack, and a host that forwards to Stepkey. */
async function startInstallation() {
  const world = await createWorld()
  await world.https('connect.example.com', (request, response) => {
    const location = `http://localhost:4000${request.url}`
    response.writeHead(308, { location }).end()
  })
  await world.https('api.acme.com', (request, response) => {
    const isKnown = request.headers['x-api-key'] === 'EXAMPLE-key-of-acme'
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' })
    response.end(isKnown ? '{"user":{"email":"ada@acme.com"}}' : '{}')
  })
  await world.https('slack.com', async (request, response) => {
    const form = new URLSearchParams((await request.toArray()).join(''))
    const refusal = (error: string) => ({ ok: false, error })
    const answers: Record<string, object> = {
      '/api/oauth.v2.access': !form.get('client_secret')?.startsWith('EXAMPLE-')
        ? refusal('bad_client_secret')
        : !form.get('code')?.startsWith('EXAMPLE-')
          ? refusal('invalid_code')
          : { access_token: 'xoxb-granted', scope: 'chat:write,channels:read' },
      '/api/auth.test': { team: 'Pet shops', team_id: 'T1' },
    }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ ok: true, ...answers[request.url ?? ''] }))
  })
  const pets = createPetstore()
  await new Promise<void>((resolve) => pets.listen(0, '127.0.0.1', resolve))
  // The examples show the default port, which another program may use.
  world.name('127.0.0.1', ['127.0.0.1'])
  world.route('127.0.0.1', SANDBOX_PORT, pets)
  const stepkey = await startStepkey('sqlite', {
    config: { sandboxPort: SANDBOX_PORT },
    outside: world.ports,
  })
  return {
    stepkey,
    url: await stepkey.app.listen({ host: '127.0.0.1', port: 0 }),
    async stop() {
      pets.close()
      await stepkey.stop()
      await world.close()
    },
  }
}

const SANDBOX_PORT = 4001

/** Creates another account. @returns the token of its session */
async function signUp({ app }: Stepkey, name: string): Promise<string> {
  const { cookies } = await app.inject({
    method: 'POST',
    url: '/api/v1/account',
    headers: { host: 'localhost:4000' },
    payload: { name, email: `${name.toLowerCase()}@example.com`, password: `${name}'s long password` },
  })
  return cookies[0]?.value ?? ''
}

const sessionIn = ({ headers }: Answer): string | undefined =>
  /\bstepkey=([\w-]+)/.exec(String(headers['set-cookie']))?.[1]

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Returns the operations at an address, except those that create objects there. */
const operationsAt = (address: unknown, fill: (text: string) => string): string[] =>
  [...operations.values()]
    .filter(({ method, path, parameters = [] }) => {
      const filled = parameters.reduce(
        (text, { name, example }) => text.replace(`{${name}}`, `${example}`),
        path,
      )
      return method !== 'POST' && `/api/v1${fill(filled)}` === address
    })
    .map(({ name }) => name)

const generated = [...Object.values(ids), ...Object.values(secrets)]
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

/**
 * Compares an answer with its example. Numbers and times may differ, and `…` in the example stands for any text. Stores the
 * values that the answer has where the example has ids and secrets.
 * @returns the paths of the members that differ
 */
function learn(example: unknown, answer: unknown, real: Map<string, string>, path = 'answer'): string[] {
  if (Array.isArray(example) && Array.isArray(answer) && example.length === answer.length)
    return example.flatMap((item, index) => learn(item, answer[index], real, `${path}.${index}`))
  if (isRecord(example) && isRecord(answer)) {
    const expected: Record<string, unknown> = Object.fromEntries(
      Object.entries(example).map(([name, member]) => [real.get(name) ?? name, member]),
    )
    const names = new Set([...Object.keys(expected), ...Object.keys(answer)])
    return [...names].flatMap((name) => learn(expected[name], answer[name], real, `${path}.${name}`))
  }
  if (typeof example === 'string' && typeof answer === 'string')
    return learnText(example, answer, real) ? [] : [`${path}: ${answer}`]
  const isSame = typeof example === 'number' ? typeof answer === 'number' : example === answer
  return isSame ? [] : [`${path}: ${JSON.stringify(answer)}`]
}

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)

/** Whether a text is as in the example. Stores the value of the id or secret in it. */
function learnText(example: string, answer: string, real: Map<string, string>): boolean {
  if (TIME.test(example)) return TIME.test(answer)
  const found = generated.find((value) => example.includes(value))
  // URLs can't contain the character “…”.
  const pattern = literal(example).replaceAll(/…|(?:\\\.){3}/g, '.*')
  const match = new RegExp(`^${found ? pattern.replace(literal(found), '([\\w.-]+)') : pattern}$`).exec(
    answer,
  )
  if (found && match?.[1]) real.set(found, match[1])
  return match !== null
}
