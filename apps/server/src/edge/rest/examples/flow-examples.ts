import { verified } from './credential-examples.ts'
import { at, type Examples, ids, secrets } from './example.ts'

const step = { name: 'List the pets', componentId: 'petstore' }
const bound = { ...step, credentialId: ids.credential }
const secondStep = { name: 'Add a pet', componentId: 'petstore', credentialId: ids.credential }

const flow = { id: ids.flow, name: 'New pets', status: 'inactive', updatedAt: at }
const binding = 'credential'
const created = { ...flow, version: 1, steps: [{ id: ids.step, ...step, credentialId: null, binding }] }
const withCredential = { ...flow, version: 2, steps: [{ id: ids.step, ...bound, binding }] }
const withTwoSteps = {
  ...flow,
  version: 3,
  steps: [...withCredential.steps, { id: ids.secondStep, ...secondStep, binding }],
}
const usage = {
  flows: [
    {
      id: ids.flow,
      name: flow.name,
      status: 'active',
      steps: [
        { id: ids.step, name: step.name },
        { id: ids.secondStep, name: secondStep.name },
      ],
    },
  ],
  hidden: 0,
}

const issued = {
  componentId: 'petstore',
  methodId: 'apiKey',
  generation: 4,
  values: { baseUrl: 'http://127.0.0.1:4001', apiKey: 'secret' },
  headers: { 'api-key': 'secret' },
  query: {},
  baseUrl: 'http://127.0.0.1:4001',
  expiresAt: '2026-11-28T09:20:00.000Z',
}

/** A flow whose steps use the credential, until both are deleted. */
export const flowExamples: Examples = {
  'POST /flows': {
    body: { name: flow.name, steps: [step] },
    answers: { 201: { outcome: 'saved', ...created } },
  },
  'GET /flows': {
    query: { search: 'New' },
    parameters: { ids: [ids.flow] },
    answers: { 200: { items: [created], nextCursor: null } },
  },
  'GET /flows/{flowId}': { answers: { 200: created } },
  'PUT /flows/{flowId}/steps/{stepId}/credential': {
    body: { credentialId: ids.credential },
    answers: { 200: { outcome: 'saved', ...withCredential } },
  },
  'PUT /flows/{flowId}': {
    body: { version: 2, name: flow.name, steps: [{ stepId: ids.step, ...bound }, secondStep] },
    answers: { 200: { outcome: 'saved', ...withTwoSteps } },
  },
  'POST /flows/{flowId}/activate': {
    answers: {
      200: { outcome: 'active' },
      409: { code: 'blocked', steps: [{ stepId: ids.step, reason: 'missing' }] },
    },
  },
  'GET /credentials/{credentialId}/usage': { answers: { 200: { ...usage, recentFlows: [] } } },
  'POST /credentials/{credentialId}/impact': {
    body: { by: ids.otherCredential },
    answers: {
      200: {
        verification: { ...verified, httpStatus: 200 },
        steps: usage.flows.flatMap(({ id, name, status, steps }) =>
          steps.map((step) => ({
            flowId: id,
            flowName: name,
            flowStatus: status,
            stepId: step.id,
            stepName: step.name,
          })),
        ),
        hidden: 0,
      },
    },
  },
  'POST /credentials/{credentialId}/replace': {
    body: { by: ids.otherCredential, dryRun: true },
    answers: { 200: { outcome: 'plan', switched: usage.flows, refused: [] } },
  },
  'POST /flows/{flowId}/preflight': {
    body: { expectedMinutes: 60 },
    answers: {
      200: {
        outcome: 'ready',
        steps: withTwoSteps.steps.map(({ id: stepId, name }) => ({
          stepId,
          name,
          credentialId: ids.credential,
          verification: { ...verified, httpStatus: 200 },
        })),
      },
    },
  },
  'POST /flows/{flowId}/credentials': {
    body: { owner: 'org_42' },
    answers: { 200: { steps: { [ids.step]: issued, [ids.secondStep]: issued } } },
  },
  'POST /flows/{flowId}/run-tokens': {
    body: { expiresIn: 3600 },
  },
  'POST /flows/{flowId}/steps/{stepId}/credential': {
    body: { owner: 'org_42' },
    answers: {
      200: issued,
      404: {
        code: 'not_connected',
        detail: 'The owner has no credential that fits this step. Send the owner the connect link.',
        connectLink: 'https://stepkey.example.com/connect#link=secret',
        linkExpiresAt: '2026-12-05T09:15:00.000Z',
      },
      409: {
        code: 'paused',
        detail:
          'Issuing is paused, because the credential of this step is failing. 127.0.0.1:4001 rejected the credential (401).',
        retryAfter: 300,
      },
    },
  },
  'POST /flows/{flowId}/steps/{stepId}/credential/report': {
    body: { owner: 'org_42' },
    answers: { 200: { ...verified, httpStatus: 200, asked: true } },
  },
  'POST /credentials/freeze': { answers: { 200: { outcome: 'frozen', count: 2 } } },
  'POST /credentials/{credentialId}/incident': {
    body: { since: at },
    answers: {
      200: {
        report: {
          credential: {
            id: ids.credential,
            componentId: 'petstore',
            name: 'Minka shop',
            identity: 'Petstore sandbox',
            generation: 4,
          },
          since: at,
          reportedAt: at,
          issues: [],
          hasMore: false,
        },
        sha256: secrets.incident,
      },
    },
  },
  'POST /flows/{flowId}/deactivate': { answers: { 200: { outcome: 'inactive' } } },
  'DELETE /flows/{flowId}': {},
  'DELETE /credentials/{credentialId}': {
    query: { allowRecentlyIssued: true },
    answers: { 409: { code: 'in_use', ...usage } },
  },
}
