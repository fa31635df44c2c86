import type { APIRequestContext, Page } from '@playwright/test'
import type { CreateCredential, Credential } from '@stepkey/shared/credential'
import type { Flow, SaveFlow } from '@stepkey/shared/flow'
import { test as base } from './stepkey.ts'

export { expect } from './stepkey.ts'

/** A fresh account's workspace, and what a journey needs to have in it before it begins. */
export interface Workspace {
  id: string
  /** The address of a page in it: `page('/flows')`. */
  page(path: string): string
  /** Calls a procedure that changes something. */
  call<Result>(procedure: string, input: unknown): Promise<Result>
  /** A credential for the Petstore sandbox, unless told otherwise. */
  credential(name: string, more?: Partial<CreateCredential>): Promise<Credential>
  flow(name: string, steps: SaveFlow['steps']): Promise<Flow>
  /** What the server has of a flow now. */
  storedFlow(flowId: string): Promise<Flow>
}

let accounts = 0

/** Signs up through the API: the cookies of `request` are those of its browser context. */
export async function newWorkspace(request: APIRequestContext): Promise<Workspace> {
  let id = ''
  async function call<Result>(procedure: string, input: unknown): Promise<Result> {
    const answer = await request.post(`/trpc/${procedure}`, {
      data: JSON.stringify(input),
      headers: { 'content-type': 'application/json', ...(id && { 'stepkey-workspace': id }) },
    })
    const { result, error } = await answer.json()
    if (error) throw new Error(`${procedure}: ${error.message}`)
    return result.data
  }

  accounts += 1
  const email = `person-${process.pid}-${accounts}@example.com`
  const me = await call<{ workspaces: { id: string }[] }>('accounts.signUp', {
    name: 'Alice Miller',
    email,
    password: 'four words are easier',
  })
  id = me.workspaces[0]?.id ?? ''

  return {
    id,
    page: (path) => `/w/${id}${path}`,
    call,
    credential: async (name, more) => {
      const input = {
        componentId: 'petstore',
        methodId: 'apiKey',
        name,
        values: { apiKey: 'secret' },
        ...more,
      }
      const created = await call<{ outcome: string; credential: Credential }>('credentials.create', input)
      if (created.outcome !== 'saved') throw new Error(`“${name}” was not saved: ${JSON.stringify(created)}`)
      return created.credential
    },
    flow: (name, steps) => call<Flow>('flows.save', { name, steps }),
    storedFlow: async (flowId) => {
      const input = encodeURIComponent(JSON.stringify({ flowId }))
      const answer = await request.get(`/trpc/flows.get?input=${input}`, {
        headers: { 'stepkey-workspace': id },
      })
      return (await answer.json()).result.data
    },
  }
}

/** The card of a step in the flow's editor. */
export const step = (page: Page, name: string) =>
  page.getByRole('group', { name: new RegExp(`^Step \\d+: ${name}$`) })

/** Journeys that begin signed in. */
export const test = base.extend<{ workspace: Workspace }>({
  workspace: async ({ context }, use) => use(await newWorkspace(context.request)),
})
