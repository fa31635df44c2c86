import type { APIRequestContext, Page } from '@playwright/test'
import type { CreateCredential, Credential } from '@stepkey/shared/credential'
import type { Flow, SaveFlow } from '@stepkey/shared/flow'
import { test as base } from './stepkey.ts'

export { expect } from './stepkey.ts'

/** The workspace of a new account, with functions to prepare its data. */
export interface Workspace {
  id: string
  /** Returns the path of a page: `page('/flows')`. */
  page(path: string): string
  /** Calls a mutation. */
  call<Result>(procedure: string, input: unknown): Promise<Result>
  /** Calls a query. */
  query<Result>(procedure: string, input?: unknown): Promise<Result>
  /** Creates a credential, by default for the Petstore sandbox. */
  credential(name: string, more?: Partial<CreateCredential>): Promise<Credential>
  /** Creates a flow. */
  flow(name: string, steps: SaveFlow['steps']): Promise<Flow>
  /** Returns the stored version of a flow. */
  storedFlow(flowId: string): Promise<Flow>
}

/** The password of all accounts in tests. */
export const PASSWORD = 'four words are easier'

let accounts = 0

async function call<Result>(
  request: APIRequestContext,
  procedure: string,
  input: unknown,
  workspaceId?: string,
): Promise<Result> {
  const answer = await request.post(`/trpc/${procedure}`, {
    data: JSON.stringify(input),
    headers: {
      'content-type': 'application/json',
      ...(workspaceId && { 'stepkey-workspace': workspaceId }),
    },
  })
  const { result, error } = await answer.json()
  if (error) throw new Error(`${procedure}: ${error.message}`)
  return result.data
}

/** Signs up through the API: the cookies of `request` are those of its browser context. */
export async function newWorkspace(
  request: APIRequestContext,
  name = 'Alice Miller',
  email = `person-${process.pid}-${++accounts}@example.com`,
): Promise<Workspace> {
  const me = await call<{ workspaces: { id: string }[] }>(request, 'accounts.signUp', {
    name,
    email,
    password: PASSWORD,
  })
  return workspaceOf(request, me.workspaces[0]?.id ?? '')
}

/** Returns a workspace of the signed-in user. */
export function workspaceOf(request: APIRequestContext, id: string): Workspace {
  async function query<Result>(procedure: string, input: unknown = {}): Promise<Result> {
    const answer = await request.get(`/trpc/${procedure}`, {
      params: { input: JSON.stringify(input) },
      headers: { 'stepkey-workspace': id },
    })
    const { result, error } = await answer.json()
    if (error) throw new Error(`${procedure}: ${error.message}`)
    return result.data
  }
  return {
    id,
    page: (path) => `/w/${id}${path}`,
    call: (procedure, input) => call(request, procedure, input, id),
    credential: async (name, more) => {
      const input = {
        componentId: 'petstore',
        methodId: 'apiKey',
        name,
        values: { apiKey: 'secret' },
        ...more,
      }
      const created = await call<{ outcome: string; credential: Credential }>(
        request,
        'credentials.create',
        input,
        id,
      )
      if (created.outcome !== 'saved') throw new Error(`“${name}” was not saved: ${JSON.stringify(created)}`)
      return created.credential
    },
    flow: (name, steps) => call<Flow>(request, 'flows.save', { name, steps }, id),
    query,
    storedFlow: (flowId) => query<Flow>('flows.get', { flowId }),
  }
}

/** Locates the card of a step in the flow editor. */
export const step = (page: Page, name: string) =>
  page.getByRole('group', { name: new RegExp(`^Step \\d+: ${name}$`) })

/** Tests that start with a signed-in user. */
export const test = base.extend<{ workspace: Workspace }>({
  workspace: async ({ context }, use) => use(await newWorkspace(context.request)),
})
