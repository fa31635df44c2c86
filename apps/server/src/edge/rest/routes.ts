import { accountRoutes } from './account-routes.ts'
import type { RestRoute } from './rest-route.ts'

/**
 * The routes of the REST API, one or more for each procedure. Because a route runs its procedure, it has the same input
 * schema and permissions. The API reference is generated from this table; see `openapi.ts`.
 */
export const routes: readonly RestRoute[] = [
  { method: 'GET', path: '/components', procedure: 'components.list', summary: 'List the components' },
  {
    method: 'GET',
    path: '/components/{componentId}',
    procedure: 'components.get',
    summary: 'Get a component, with the JSON Schema of each method’s fields',
  },

  { method: 'GET', path: '/credentials', procedure: 'credentials.list', summary: 'List credentials' },
  {
    method: 'POST',
    path: '/credentials',
    procedure: 'credentials.create',
    summary: 'Verify values and store them as a credential',
    status: 201,
    // API keys can't give consent.
    without: ['consentId'],
    answersWith: 'credential',
    etag: true,
    idempotent: true,
  },
  {
    method: 'POST',
    path: '/credentials/verify',
    procedure: 'credentials.verify',
    summary: 'Verify values without storing them',
    without: ['credentialId'],
  },
  {
    method: 'GET',
    path: '/credentials/{credentialId}',
    procedure: 'credentials.get',
    summary: 'Get a credential, without its secrets',
    answersWith: 'credential',
    etag: true,
  },
  {
    method: 'PATCH',
    path: '/credentials/{credentialId}',
    procedure: 'credentials.update',
    summary: 'Change a credential: new values are merged into the stored ones and verified',
    without: ['consentId', 'allowOtherAccount'],
    answersWith: 'credential',
    etag: true,
  },
  {
    method: 'DELETE',
    path: '/credentials/{credentialId}',
    procedure: 'credentials.remove',
    summary: 'Delete a credential that no active flow uses',
  },
  {
    method: 'POST',
    path: '/credentials/{credentialId}/disconnect',
    procedure: 'credentials.disconnect',
    summary: 'Revoke the grant of a credential, and keep the credential so that it can be connected again',
  },
  {
    method: 'GET',
    path: '/credentials/{credentialId}/usage',
    procedure: 'credentials.usage',
    summary: 'List the flows that use a credential',
  },
  {
    method: 'POST',
    path: '/credentials/{credentialId}/verify',
    procedure: 'credentials.verify',
    summary: 'Verify a stored credential, or new values merged into the stored ones',
    without: ['componentId', 'methodId'],
  },

  { method: 'GET', path: '/flows', procedure: 'flows.list', summary: 'List flows' },
  {
    method: 'POST',
    path: '/flows',
    procedure: 'flows.save',
    summary: 'Create a flow',
    status: 201,
    without: ['flowId', 'version'],
    outcomes: ['saved'],
    answersWith: 'flow',
    etag: true,
    idempotent: true,
  },
  {
    method: 'GET',
    path: '/flows/{flowId}',
    procedure: 'flows.get',
    summary: 'Get a flow',
    answersWith: 'flow',
    etag: true,
  },
  {
    method: 'PUT',
    path: '/flows/{flowId}',
    procedure: 'flows.save',
    summary: 'Change a flow',
    answersWith: 'flow',
    etag: true,
  },
  { method: 'DELETE', path: '/flows/{flowId}', procedure: 'flows.remove', summary: 'Delete a flow' },
  {
    method: 'POST',
    path: '/flows/{flowId}/activate',
    procedure: 'flows.activate',
    summary: 'Activate a flow whose steps are ready',
  },
  {
    method: 'POST',
    path: '/flows/{flowId}/deactivate',
    procedure: 'flows.deactivate',
    summary: 'Deactivate a flow',
  },
  {
    method: 'POST',
    path: '/flows/{flowId}/steps/{stepId}/credential',
    procedure: 'credentials.issue',
    summary: 'Issue the opened values of a step’s credential to a flow engine',
  },
  {
    method: 'POST',
    path: '/flows/{flowId}/steps/{stepId}/credential/report',
    procedure: 'credentials.report',
    summary: 'Report that the target rejected issued values, and verify the credential',
  },
  {
    method: 'PUT',
    path: '/flows/{flowId}/steps/{stepId}/credential',
    procedure: 'flows.bindStep',
    summary: 'Bind a step to a credential, without changing the rest of the flow',
  },

  {
    method: 'GET',
    path: '/credential-requests',
    procedure: 'requests.list',
    summary: 'List credential requests, open and fulfilled',
  },
  {
    method: 'POST',
    path: '/credential-requests',
    procedure: 'requests.create',
    summary: 'Create a link by which a person without an account provides one credential',
    status: 201,
  },
  {
    method: 'DELETE',
    path: '/credential-requests/{requestId}',
    procedure: 'requests.revoke',
    summary: 'Revoke a credential request',
  },
  {
    method: 'POST',
    path: '/connect-tokens',
    procedure: 'connectTokens.create',
    summary: 'Create a short-lived token for the embedded picker, for one component',
    status: 201,
  },

  {
    method: 'GET',
    path: '/oauth-apps',
    procedure: 'oauthApps.list',
    summary: 'List OAuth apps',
  },
  {
    method: 'POST',
    path: '/oauth-apps',
    procedure: 'oauthApps.create',
    summary: 'Create an OAuth app, with the client ID and client secret from the provider',
    status: 201,
  },
  {
    method: 'PATCH',
    path: '/oauth-apps/{oauthAppId}',
    procedure: 'oauthApps.update',
    summary: 'Change the name or the client secret of an OAuth app',
  },
  {
    method: 'DELETE',
    path: '/oauth-apps/{oauthAppId}',
    procedure: 'oauthApps.remove',
    summary: 'Delete an OAuth app that no credential depends on',
  },

  {
    method: 'GET',
    path: '/audit',
    procedure: 'audit.list',
    summary: 'List audit entries, newest first',
  },
  {
    method: 'POST',
    path: '/audit/verify',
    procedure: 'audit.verify',
    summary: 'Verify the hash chain of the audit log',
  },

  ...accountRoutes,
]
