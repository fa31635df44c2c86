import type { Component } from '@stepkey/shared/component'
import type { Credential } from '@stepkey/shared/credential'
import type { Flow } from '@stepkey/shared/flow'
import type { Script } from '@stepkey/shared/provider-script'
import { scriptsOf } from '../conformance/scripts.ts'
import type { ServerProcess } from '../server-process.ts'
import type { SampleProviders } from './sample-providers.ts'

/** The account that owns the sample workspace. */
export const SAMPLE_ACCOUNT = {
  name: 'Alice Miller',
  email: 'alice@example.com',
  password: 'four words are easier',
} as const

/** The sample credentials. `becomes` says what happens to one after it was saved. */
const CREDENTIALS = [
  { component: 'github', method: 'token', name: 'GitHub CI bot', becomes: 'expiring' },
  { component: 'slack', method: 'token', name: 'Slack alerts' },
  { component: 'stripe', method: 'secretKey', name: 'Stripe live' },
  { component: 'hubspot', method: 'accessToken', name: 'HubSpot sales', becomes: 'failing' },
  { component: 'notion', method: 'token', name: 'Team wiki' },
  { component: 'airtable', method: 'token', name: 'Stock list' },
  { component: 'shopify', method: 'accessToken', name: 'Minka shop' },
  { component: 'twilio', method: 'authToken', name: 'Text messages' },
  { component: 'sendgrid', method: 'apiKey', name: 'Newsletter', becomes: 'failing' },
  { component: 'jira', method: 'apiToken', name: 'Jira support' },
  { component: 'zendesk', method: 'apiToken', name: 'Zendesk support' },
  { component: 'openai', method: 'apiKey', name: 'Summaries' },
  { component: 'trello', method: 'keyAndToken', name: 'Planning board' },
] as const

/** The sample flows, with the credentials of their steps. */
const FLOWS: Record<string, readonly [step: string, credential: string][]> = {
  'Orders to accounting': [
    ['Read orders', 'Minka shop'],
    ['Find payments', 'Stripe live'],
    ['Write entries', 'Stock list'],
  ],
  'Alert on failed builds': [
    ['Read builds', 'GitHub CI bot'],
    ['Post to #alerts', 'Slack alerts'],
  ],
  'Tickets to issues': [
    ['Read tickets', 'Zendesk support'],
    ['Create issues', 'Jira support'],
    ['Post a summary', 'Slack alerts'],
  ],
  'New customers': [
    ['Read contacts', 'HubSpot sales'],
    ['Send welcome mail', 'Newsletter'],
    ['Send a text message', 'Text messages'],
  ],
  'Pets on sale': [
    ['Read pets', 'Pet shop'],
    ['Write them to the wiki', 'Team wiki'],
  ],
}

/** Fills a new server with the sample workspace. @returns the id of the workspace */
export async function fillSampleWorkspace(
  server: ServerProcess,
  providers: SampleProviders,
): Promise<string> {
  const signedUp = await server.send('/trpc/accounts.signUp', { body: SAMPLE_ACCOUNT })
  const cookie = signedUp.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const call = async <Result>(procedure: string, body: unknown, headers = {}): Promise<Result> => {
    const answer = await server.send(`/trpc/${procedure}`, { body, headers: { cookie, ...headers } })
    if (answer.status !== 200) throw new Error(`${procedure} failed: ${JSON.stringify(answer.body)}`)
    return answer.body.result.data
  }
  const { id: workspace } = await call<{ id: string }>('organizations.create', { name: 'Minka' })
  const inWorkspace = <Result>(procedure: string, input: unknown) =>
    call<Result>(procedure, input, { 'stepkey-workspace': workspace })
  const create = async (input: { componentId: string; methodId: string; name: string; values: unknown }) => {
    const saved = await inWorkspace<{ outcome: string; credential: Credential }>('credentials.create', input)
    if (saved.outcome !== 'saved') throw new Error(`“${input.name}” was not saved: ${JSON.stringify(saved)}`)
    return saved.credential
  }

  const saved = new Map<string, Credential>()
  saved.set(
    'Pet shop',
    await create({
      componentId: 'petstore',
      methodId: 'apiKey',
      name: 'Pet shop',
      values: { apiKey: 'secret' },
    }),
  )
  const failures: (() => Promise<unknown>)[] = []
  for (const { component, method, name, ...rest } of CREDENTIALS) {
    const becomes = 'becomes' in rest ? rest.becomes : undefined
    const documented = (await scriptsOf({ id: component } as Component))[method] as Script
    const script = becomes === 'expiring' ? expiringSoon(documented) : documented
    const provider = await providers.start(script)
    const credential = await create({
      componentId: component,
      methodId: method,
      name,
      values: script.values,
    })
    saved.set(name, credential)
    if (becomes !== 'failing') continue
    failures.push(() => {
      const answer = typeof script.bad === 'string' ? undefined : script.bad[0]
      provider.instead = { at: provider.seen.length, answer: answer ?? { status: 401 } }
      return inWorkspace('credentials.verify', { credentialId: credential.id })
    })
  }

  const { key } = await inWorkspace<{ key: string }>('apiKeys.create', {
    name: 'Flow engine',
    scopes: ['issue'],
  })
  for (const [name, steps] of Object.entries(FLOWS)) {
    const flow = await inWorkspace<Flow>('flows.save', {
      name,
      steps: steps.map(([step, credential]) => ({
        name: step,
        componentId: saved.get(credential)?.componentId,
        credentialId: saved.get(credential)?.id,
      })),
    })
    await inWorkspace('flows.activate', { flowId: flow.id })
    for (const { id } of flow.steps) {
      await server.send(`/api/v1/flows/${flow.id}/steps/${id}/credential`, {
        headers: { authorization: `Bearer ${key}` },
      })
    }
  }
  await inWorkspace('webhooks.create', {
    name: 'Alerts',
    url: 'https://hooks.example.com/stepkey',
    events: null,
  })
  await inWorkspace('invitations.create', { role: 'editor', email: 'ben@example.com' })
  for (const fail of failures) await fail()
  return workspace
}

/** Returns the script with an access that ends in nine days. */
function expiringSoon(script: Script): Script {
  const [{ request, answer }] = script.exchanges
  const ends = new Date(Date.now() + 9 * 24 * 3600 * 1000).toISOString()
  const headers = { ...answer.headers, 'github-authentication-token-expiration': ends }
  return { ...script, exchanges: [{ request, answer: { ...answer, headers } }] }
}
