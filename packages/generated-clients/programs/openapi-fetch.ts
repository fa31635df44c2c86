// A program with the types of `openapi-typescript` and the client `openapi-fetch`.
import createClient, { type Client } from 'openapi-fetch'
import type { components, paths } from '../generated/openapi-typescript.ts'

type Verification = components['schemas']['Verification']

/** Connects to Stepkey with an API key. */
export const connect = (url: string, apiKey: string): Client<paths> =>
  createClient<paths>({
    baseUrl: new URL('/api/v1', url).href,
    headers: { authorization: `Bearer ${apiKey}` },
  })

/** Returns the names of all failing credentials, with the reason. */
export async function failingCredentials(stepkey: Client<paths>): Promise<string[]> {
  const { data, error } = await stepkey.GET('/credentials', { params: { query: { status: 'failing' } } })
  if (error) throw new Error(error.detail)
  return data.items.map(({ name, receipt }) => `${name}: ${receipt?.message ?? 'never verified'}`)
}

/** Creates a credential. Returns its id, or the verification that prevented saving. */
export async function createCredential(
  stepkey: Client<paths>,
  apiKey: string,
): Promise<string | Verification> {
  const { data, error } = await stepkey.POST('/credentials', {
    body: { componentId: 'petstore', methodId: 'apiKey', name: 'Minka shop', values: { apiKey } },
  })
  if (data) return data.credential.id
  if (error.code === 'not_saved') return error.verification
  throw new Error(error.detail)
}

/** Creates and activates a flow of one step. Returns the step. */
export async function activateFlow(stepkey: Client<paths>, credentialId: string) {
  const created = await stepkey.POST('/flows', {
    body: { name: 'Pets', steps: [{ name: 'Add', componentId: 'petstore', credentialId }] },
    params: { header: { 'Idempotency-Key': crypto.randomUUID() } },
  })
  if (created.error) throw new Error(created.error.detail)
  const { id: flowId, steps } = created.data
  const { error } = await stepkey.POST('/flows/{flowId}/activate', { params: { path: { flowId } } })
  if (error?.code === 'blocked')
    throw new Error(error.steps.map(({ stepId, reason }) => `${stepId}: ${reason}`).join())
  if (error) throw new Error(error.detail)
  return { flowId, stepId: steps[0]?.id ?? '' }
}

/** Returns the headers for requests of a step, or undefined until its flow is active. */
export async function issue(stepkey: Client<paths>, step: { flowId: string; stepId: string }) {
  const { data, error } = await stepkey.POST('/flows/{flowId}/steps/{stepId}/credential', {
    params: { path: step },
  })
  if (error?.code === 'flow_inactive') return undefined
  if (error) throw new Error(error.detail)
  return data.headers
}
