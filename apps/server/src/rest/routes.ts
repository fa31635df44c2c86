import type { Caller } from '../caller.ts'

/** What a REST request says: the parts of its path, its query, and its JSON body. */
export interface RestInput {
  params: Record<string, string>
  query: Record<string, unknown>
  body: Record<string, unknown>
}

export interface RestRoute {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Below `/api/v1`. */
  path: string
  call(rpc: Caller, input: RestInput): Promise<unknown>
  /** The status of an answer that is not an outcome of its own; 200 unless given. */
  status?: number
}

/**
 * The REST twin of every procedure: the same input schemas, the same permissions, the same operations, because each
 * route calls its procedure. Path parts go into the input by their names.
 */
export const routes: RestRoute[] = [
  { method: 'GET', path: '/audit', call: (rpc, { query }) => rpc.audit.list(query) },
  { method: 'POST', path: '/audit/verify', call: (rpc) => rpc.audit.verify() },

  { method: 'GET', path: '/components', call: (rpc, { query }) => rpc.components.list(query) },
  {
    method: 'GET',
    path: '/components/:componentId',
    call: (rpc, { params }) => rpc.components.get(as(params)),
  },

  { method: 'GET', path: '/credentials', call: (rpc, { query }) => rpc.credentials.list(query) },
  {
    method: 'POST',
    path: '/credentials',
    status: 201,
    call: (rpc, { body }) => rpc.credentials.create(as(body)),
  },
  { method: 'POST', path: '/credentials/verify', call: (rpc, { body }) => rpc.credentials.verify(as(body)) },
  {
    method: 'GET',
    path: '/credentials/:credentialId',
    call: (rpc, { params }) => rpc.credentials.get(as(params)),
  },
  {
    method: 'PATCH',
    path: '/credentials/:credentialId',
    call: (rpc, { params, body }) => rpc.credentials.update(as({ ...body, ...params })),
  },
  {
    method: 'DELETE',
    path: '/credentials/:credentialId',
    call: (rpc, { params }) => rpc.credentials.remove(as(params)),
  },
  {
    method: 'GET',
    path: '/credentials/:credentialId/usage',
    call: (rpc, { params }) => rpc.credentials.usage(as(params)),
  },
  {
    method: 'POST',
    path: '/credentials/:credentialId/verify',
    call: (rpc, { params, body }) => rpc.credentials.verify(as({ values: body.values, ...params })),
  },

  { method: 'GET', path: '/flows', call: (rpc, { query }) => rpc.flows.list(query) },
  {
    method: 'POST',
    path: '/flows',
    status: 201,
    call: (rpc, { body }) => rpc.flows.save(as({ ...body, flowId: undefined })),
  },
  { method: 'GET', path: '/flows/:flowId', call: (rpc, { params }) => rpc.flows.get(as(params)) },
  {
    method: 'PUT',
    path: '/flows/:flowId',
    call: (rpc, { params, body }) => rpc.flows.save(as({ ...body, ...params })),
  },
  { method: 'DELETE', path: '/flows/:flowId', call: (rpc, { params }) => rpc.flows.remove(as(params)) },
  {
    method: 'POST',
    path: '/flows/:flowId/activate',
    call: (rpc, { params }) => rpc.flows.activate(as(params)),
  },
  {
    method: 'POST',
    path: '/flows/:flowId/deactivate',
    call: (rpc, { params }) => rpc.flows.deactivate(as(params)),
  },
  {
    method: 'POST',
    path: '/flows/:flowId/steps/:stepId/credential',
    call: (rpc, { params }) => rpc.credentials.issue(as(params)),
  },
]

/** What came over HTTP has no type yet: the procedure's own schema parses it. */
const as = <T>(input: unknown): T => input as T
