/** The example of an operation in the API reference. */
interface Example {
  request?: unknown
  /** The answers by status. */
  answers?: Record<string, unknown>
}

const at = '2026-11-28T09:15:00.000Z'
const ids = {
  credential: '01a22000-0000-7000-8000-0000000000c1',
  flow: '01a22000-0000-7000-8000-0000000000f1',
  step: '01a22000-0000-7000-8000-0000000000a1',
  other: '01a22000-0000-7000-8000-0000000000a2',
  request: '01a22000-0000-7000-8000-0000000000e1',
}

const receipt = {
  outcome: 'verified',
  message: 'api.github.com accepted the credential as octocat.',
  target: 'api.github.com',
  httpStatus: 200,
  identity: 'octocat',
  scopes: ['repo', 'read:org'],
  durationMs: 212,
  checkedAt: at,
}
const rejected = {
  outcome: 'rejected',
  reason: 'unauthorized',
  message: 'api.github.com rejected the credential.',
  advice: 'Copy its values again completely, and check that it has not been revoked or expired.',
  target: 'api.github.com',
  httpStatus: 401,
  durationMs: 180,
  checkedAt: at,
}

const summary = {
  id: ids.credential,
  componentId: 'github',
  methodId: 'token',
  name: 'GitHub of the build team',
  status: 'verified',
  identity: 'octocat',
  receipt,
  grant: null,
  useCount: 1,
  activeFlowCount: 1,
  version: 1,
  createdAt: at,
  updatedAt: at,
}
const credential = { ...summary, values: { server: { kind: 'cloud' } }, stored: ['token'] }

const steps = [
  { id: ids.step, name: 'Read new issues', componentId: 'github', credentialId: ids.credential },
  { id: ids.other, name: 'Post them', componentId: 'slack', credentialId: null },
]
const flow = {
  id: ids.flow,
  name: 'Issues to chat',
  status: 'inactive',
  version: 1,
  steps,
  updatedAt: at,
}
const usage = {
  flows: [
    {
      id: ids.flow,
      name: flow.name,
      status: 'active',
      steps: [{ id: ids.step, name: 'Read new issues' }],
    },
  ],
  hidden: 0,
}

const problem = (status: number, title: string, code: string, detail: string, members: object = {}) => ({
  type: `/docs/problems#${code}`,
  title,
  status,
  code,
  detail,
  ...members,
  requestId: ids.request,
})

const flowRequest = {
  name: flow.name,
  steps: [
    { name: 'Read new issues', componentId: 'github', credentialId: ids.credential },
    { name: 'Post them', componentId: 'slack' },
  ],
}

/** The examples by operation. They all use the same flow with a credential for GitHub. */
export const examples: Record<string, Example> = {
  'GET /components': {
    answers: {
      200: [
        {
          id: 'github',
          title: 'GitHub',
          description: 'Repositories, issues and pull requests',
          category: 'development',
          icon: 'github',
          aliases: ['git', 'gh', 'repository', 'code'],
          methods: [
            { id: 'token', title: 'Personal access token' },
            { id: 'oauth', title: 'Connect with GitHub' },
            { id: 'device', title: 'Connect with a code' },
          ],
          credentialCount: 1,
          failingCount: 0,
          hasSandbox: false,
          lastChangedAt: at,
        },
      ],
    },
  },
  'GET /credentials': { answers: { 200: { items: [summary], nextCursor: null } } },
  'GET /credentials/{credentialId}': {
    answers: {
      200: credential,
      404: problem(404, 'Not Found', 'not_found', 'There is no such credential.'),
    },
  },
  'POST /credentials': {
    request: {
      componentId: 'github',
      methodId: 'token',
      name: 'GitHub of the build team',
      values: { token: 'ghp_…' },
      bindTo: { flowId: ids.flow, stepId: ids.step },
    },
    answers: {
      201: { outcome: 'saved', credential, flow: { ...flow, version: 2 } },
      400: problem(400, 'Bad Request', 'invalid_input', 'Fill in this field.', {
        fields: [{ path: 'values.token', message: 'Fill in this field.' }],
      }),
      422: problem(
        422,
        'Unprocessable Content',
        'not_saved',
        'Nothing was saved, because the verification failed. See `verification`.',
        { verification: rejected },
      ),
    },
  },
  'POST /credentials/verify': {
    request: { componentId: 'github', methodId: 'token', values: { token: 'ghp_…' } },
    answers: { 200: rejected },
  },
  'POST /credentials/{credentialId}/verify': { answers: { 200: receipt } },
  'PATCH /credentials/{credentialId}': {
    request: { version: 1, values: { token: 'ghp_…' } },
    answers: { 200: { outcome: 'saved', credential: { ...credential, version: 2 } } },
  },
  'GET /credentials/{credentialId}/usage': { answers: { 200: usage } },
  'DELETE /credentials/{credentialId}': {
    answers: {
      409: problem(
        409,
        'Conflict',
        'in_use',
        'The object is in use. See `flows` for a credential, or `credentials` for an OAuth app.',
        usage,
      ),
    },
  },
  'GET /flows': { answers: { 200: { items: [flow], nextCursor: null } } },
  'GET /flows/{flowId}': { answers: { 200: flow } },
  'POST /flows': { request: flowRequest, answers: { 201: { outcome: 'saved', ...flow } } },
  'PUT /flows/{flowId}': {
    request: {
      version: 1,
      ...flowRequest,
      steps: [{ stepId: ids.step, ...flowRequest.steps[0] }, flowRequest.steps[1]],
    },
    answers: { 200: { outcome: 'saved', ...flow, version: 2 } },
  },
  'POST /flows/{flowId}/activate': {
    answers: {
      200: { outcome: 'active' },
      409: problem(409, 'Conflict', 'blocked', 'Not every step is ready for an active flow. See `steps`.', {
        steps: [{ stepId: ids.other, reason: 'missing' }],
      }),
    },
  },
  'POST /flows/{flowId}/deactivate': { answers: { 200: { outcome: 'inactive' } } },
  'POST /flows/{flowId}/steps/{stepId}/credential': {
    answers: {
      200: {
        componentId: 'github',
        methodId: 'token',
        values: { server: { kind: 'cloud' }, token: 'ghp_…' },
        headers: { authorization: 'Bearer ghp_…' },
        query: {},
        baseUrl: 'https://api.github.com/',
        expiresAt: '2026-11-28T09:20:00.000Z',
      },
      409: problem(
        409,
        'Conflict',
        'credential_failing',
        'The credential of this step is failing. api.github.com rejected the credential.',
      ),
    },
  },
  'POST /flows/{flowId}/steps/{stepId}/credential/report': { answers: { 200: rejected } },
  'POST /oauth-apps': {
    request: { componentId: 'slack', name: 'Our Slack app', clientId: '1234.5678', clientSecret: '…' },
  },
  'POST /session': { request: { email: 'ada@example.com', password: '…' } },
  'POST /api-keys': { request: { name: 'Flow engine', scopes: ['issue'] } },
  'POST /invitations': { request: { role: 'editor', email: 'grace@example.com' } },
}

/** Adds the examples of an operation to its request body and its responses. */
export function withExamples(name: string, operation: Record<string, unknown>): Record<string, unknown> {
  const { request, answers = {} } = examples[name] ?? {}
  const { requestBody } = operation as { requestBody?: { content: Record<string, object> } }
  const responses = operation.responses as Record<string, { content?: Record<string, object> }>
  for (const content of Object.values((request && requestBody?.content) ?? {}))
    Object.assign(content, { example: request })
  for (const [status, example] of Object.entries(answers))
    for (const content of Object.values(responses[status]?.content ?? {})) Object.assign(content, { example })
  return operation
}
