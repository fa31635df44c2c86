import { accountRoutes } from './account-routes.ts'
import type { RestRoute } from './rest-route.ts'

/**
 * The routes of the REST API, one or more for each procedure. Because a route runs its procedure, it has the same input
 * schema and permissions. The API reference is generated from this table; see `openapi.ts`.
 */
export const routes: readonly RestRoute[] = [
  {
    method: 'GET',
    path: '/components',
    id: 'listComponents',
    procedure: 'components.list',
    summary: 'List the components',
    description: 'Each with the number of its credentials in the workspace.',
  },
  {
    method: 'GET',
    path: '/components/{componentId}',
    id: 'getComponent',
    procedure: 'components.get',
    summary: 'Get a component, with the JSON Schema of each method’s fields',
    description: '`methods` has the JSON Schema of the values that a credential of each method needs.',
  },

  {
    method: 'GET',
    path: '/credentials',
    id: 'listCredentials',
    procedure: 'credentials.list',
    summary: 'List credentials',
    description: 'Without secrets and values, sorted by name. `ids` selects some, `search` finds names.',
  },
  {
    method: 'POST',
    path: '/credentials',
    id: 'createCredential',
    procedure: 'credentials.create',
    summary: 'Verify values and store them as a credential',
    description:
      'Sends a verification request to the target first. Values that the target rejects are never stored. With `bindTo`, the credential is bound to that step in the same transaction.',
    status: 201,
    location: '/credentials/{credential.id}',
    // API keys can't give consent.
    without: ['consentId'],
    answersWith: 'credential',
    etag: true,
    idempotent: true,
  },
  {
    method: 'POST',
    path: '/credentials/verify',
    id: 'verifyValues',
    procedure: 'credentials.verify',
    summary: 'Verify values without storing them',
    description:
      'Sends a verification request to the target, and stores nothing. The answer is 200 for every outcome.',
    without: ['credentialId'],
  },
  {
    method: 'GET',
    path: '/credentials/{credentialId}',
    id: 'getCredential',
    procedure: 'credentials.get',
    summary: 'Get a credential, without its secrets',
    description: 'Secrets are never returned; `stored` names the secret fields that have a value.',
    answersWith: 'credential',
    etag: true,
  },
  {
    method: 'PATCH',
    path: '/credentials/{credentialId}',
    id: 'updateCredential',
    procedure: 'credentials.update',
    summary: 'Change a credential: new values are merged into the stored ones and verified',
    description:
      'An omitted field keeps its value, and null clears it. If the destination of secrets changes, all secrets must be sent again.',
    without: ['consentId', 'allowOtherAccount'],
    answersWith: 'credential',
    etag: true,
  },
  {
    method: 'DELETE',
    path: '/credentials/{credentialId}',
    id: 'deleteCredential',
    procedure: 'credentials.remove',
    summary: 'Delete a credential that no active flow uses',
    description:
      'While an active flow uses the credential, the answer is 409 `in_use`. Steps of inactive flows lose the credential. A grant is revoked at the provider if it supports that.',
  },
  {
    method: 'POST',
    path: '/credentials/{credentialId}/disconnect',
    id: 'disconnectCredential',
    errors: ['not_connected'],
    procedure: 'credentials.disconnect',
    summary: 'Revoke the grant of a credential, and keep the credential so that it can be connected again',
    description:
      'Revokes the grant of a credential. Flows keep the credential, and fail until a user connects it again.',
  },
  {
    method: 'GET',
    path: '/credentials/{credentialId}/usage',
    id: 'getCredentialUsage',
    procedure: 'credentials.usage',
    summary: 'List the flows that use a credential',
    description: 'At most 50 flows; `hidden` counts the others.',
  },
  {
    method: 'POST',
    path: '/credentials/{credentialId}/verify',
    id: 'verifyCredential',
    errors: ['oauth_app_deleted'],
    procedure: 'credentials.verify',
    summary: 'Verify a stored credential, or new values merged into the stored ones',
    description:
      'The outcome changes the status of the credential, unless `values` are given or the outcome is inconclusive.',
    without: ['componentId', 'methodId'],
  },

  {
    method: 'GET',
    path: '/flows',
    id: 'listFlows',
    procedure: 'flows.list',
    summary: 'List flows',
    description: 'Sorted by name. `search` finds names.',
  },
  {
    method: 'POST',
    path: '/flows',
    id: 'createFlow',
    procedure: 'flows.save',
    summary: 'Create a flow',
    description: 'A new flow is inactive, so its steps may be without a credential.',
    status: 201,
    location: '/flows/{id}',
    without: ['flowId', 'version'],
    outcomes: ['saved', 'blocked'],
    answersWith: 'flow',
    etag: true,
    idempotent: true,
  },
  {
    method: 'GET',
    path: '/flows/{flowId}',
    id: 'getFlow',
    procedure: 'flows.get',
    summary: 'Get a flow',
    answersWith: 'flow',
    etag: true,
  },
  {
    method: 'PUT',
    path: '/flows/{flowId}',
    id: 'updateFlow',
    procedure: 'flows.save',
    summary: 'Change a flow',
    description:
      'Replaces the name and all steps. Steps without `stepId` are added. An active flow must remain ready.',
    answersWith: 'flow',
    etag: true,
  },
  {
    method: 'DELETE',
    path: '/flows/{flowId}',
    id: 'deleteFlow',
    procedure: 'flows.remove',
    summary: 'Delete a flow',
    description: 'An active flow can be deleted; its credentials stay.',
  },
  {
    method: 'POST',
    path: '/flows/{flowId}/activate',
    id: 'activateFlow',
    procedure: 'flows.activate',
    summary: 'Activate a flow whose steps are ready',
    description:
      'Every step needs a credential of its component that works. From then on, these credentials can’t be deleted.',
  },
  {
    method: 'POST',
    path: '/flows/{flowId}/deactivate',
    id: 'deactivateFlow',
    procedure: 'flows.deactivate',
    summary: 'Deactivate a flow',
    description: 'Always works.',
  },
  {
    method: 'POST',
    path: '/flows/{flowId}/steps/{stepId}/credential',
    id: 'issueCredential',
    errors: [
      'flow_inactive',
      'credential_failing',
      'reconnect_needed',
      'token_unavailable',
      'oauth_app_deleted',
    ],
    procedure: 'credentials.issue',
    summary: 'Issue the opened values of a step’s credential to a flow engine',
    description:
      'Only for steps of active flows. If the access token is about to expire, it is refreshed first. Keep the answer no longer than until `expiresAt`. Recorded in the audit log before it is sent.',
  },
  {
    method: 'POST',
    path: '/flows/{flowId}/steps/{stepId}/credential/report',
    id: 'reportCredential',
    errors: ['flow_inactive'],
    procedure: 'credentials.report',
    summary: 'Report that the target rejected issued values, and verify the credential',
    description:
      'Stepkey sends a verification request, and returns its outcome. Several reports at once, and those of values that were issued before a verification of the last seconds, share one request.',
  },
  {
    method: 'PUT',
    path: '/flows/{flowId}/steps/{stepId}/credential',
    id: 'bindStep',
    procedure: 'flows.bindStep',
    summary: 'Bind a step to a credential, without changing the rest of the flow',
    description:
      'The other steps of the flow stay as they are. The answer contains the flow with its new version.',
  },

  {
    method: 'GET',
    path: '/credential-requests',
    id: 'listCredentialRequests',
    procedure: 'requests.list',
    summary: 'List credential requests, open and fulfilled',
  },
  {
    method: 'POST',
    path: '/credential-requests',
    id: 'createCredentialRequest',
    procedure: 'requests.create',
    summary: 'Create a link by which a person without an account provides one credential',
    description:
      'The answer contains the link, once. It is sent by e-mail if `email` is given and a mail server is configured.',
    status: 201,
    location: '/credential-requests/{request.id}',
  },
  {
    method: 'DELETE',
    path: '/credential-requests/{requestId}',
    id: 'revokeCredentialRequest',
    procedure: 'requests.revoke',
    summary: 'Revoke a credential request',
  },
  {
    method: 'POST',
    path: '/connect-tokens',
    id: 'createConnectToken',
    procedure: 'connectTokens.create',
    summary: 'Create a short-lived token for the embedded picker, for one component',
    description:
      'Create it on a server, for the page that contains the picker. It is valid for 15 minutes unless `expiresIn` is given.',
    status: 201,
  },

  {
    method: 'GET',
    path: '/oauth-apps',
    id: 'listOAuthApps',
    procedure: 'oauthApps.list',
    summary: 'List OAuth apps',
  },
  {
    method: 'POST',
    path: '/oauth-apps',
    id: 'createOAuthApp',
    procedure: 'oauthApps.create',
    summary: 'Create an OAuth app, with the client ID and client secret from the provider',
    description: 'The answer never contains the client secret.',
    status: 201,
    location: '/oauth-apps/{id}',
  },
  {
    method: 'PATCH',
    path: '/oauth-apps/{oauthAppId}',
    id: 'updateOAuthApp',
    procedure: 'oauthApps.update',
    summary: 'Change the name or the client secret of an OAuth app',
  },
  {
    method: 'DELETE',
    path: '/oauth-apps/{oauthAppId}',
    id: 'deleteOAuthApp',
    procedure: 'oauthApps.remove',
    summary: 'Delete an OAuth app that no credential depends on',
  },

  {
    method: 'GET',
    path: '/audit',
    id: 'listAuditEntries',
    procedure: 'audit.list',
    summary: 'List audit entries, newest first',
  },
  {
    method: 'POST',
    path: '/audit/verify',
    id: 'verifyAuditLog',
    procedure: 'audit.verify',
    summary: 'Verify the hash chain of the audit log',
    description:
      'Compares the MACs of all entries. Store `head` outside Stepkey to detect later that entries at the end were removed.',
  },

  ...accountRoutes,
]
