// A program with the client of `@hey-api/openapi-ts`.
import { client } from '../generated/hey-api/client.gen.ts'
import {
  activateFlow,
  createCredential,
  createFlow,
  issueCredential,
  listCredentials,
  type Verification,
} from '../generated/hey-api/index.ts'

/** Connects to Stepkey with an API key. */
export function connect(url: string, apiKey: string): void {
  // The other scheme is the session cookie of the browser.
  const auth = ({ scheme }: { scheme?: string }) => (scheme === 'bearer' ? apiKey : undefined)
  client.setConfig({ baseUrl: new URL('/api/v1', url).href, auth })
}

/** Returns the names of all failing credentials, with the reason. */
export async function failingCredentials(): Promise<string[]> {
  const { data, error } = await listCredentials({ query: { status: 'failing' } })
  if (error) throw new Error(error.detail)
  return data.items.map(({ name, receipt }) => `${name}: ${receipt?.message ?? 'never verified'}`)
}

/** Creates a credential. Returns its id, or the verification that prevented saving. */
export async function createPetstoreCredential(apiKey: string): Promise<string | Verification> {
  const { data, error } = await createCredential({
    body: { componentId: 'petstore', methodId: 'apiKey', name: 'Minka shop', values: { apiKey } },
  })
  if (data) return data.credential.id
  if (error.code === 'not_saved') return error.verification
  throw new Error(error.detail)
}

/** Creates and activates a flow of one step. Returns the step. */
export async function activatePetstoreFlow(credentialId: string) {
  const created = await createFlow({
    body: { name: 'Pets', steps: [{ name: 'Add', componentId: 'petstore', credentialId }] },
    headers: { 'Idempotency-Key': crypto.randomUUID() },
  })
  if (created.error) throw new Error(created.error.detail)
  const { id: flowId, steps } = created.data
  const { error } = await activateFlow({ path: { flowId } })
  if (error?.code === 'blocked')
    throw new Error(error.steps.map(({ stepId, reason }) => `${stepId}: ${reason}`).join())
  if (error) throw new Error(error.detail)
  return { flowId, stepId: steps[0]?.id ?? '' }
}

/** Returns the headers for requests of a step, or undefined until its flow is active. */
export async function issue(step: { flowId: string; stepId: string }) {
  const { data, error } = await issueCredential({ path: step })
  if (error?.code === 'flow_inactive') return undefined
  if (error) throw new Error(error.detail)
  return data.headers
}
