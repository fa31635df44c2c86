import type { ProcedureName } from '../rpc/find-procedure.ts'
import { accountRoutes } from './account-routes.ts'

/** One address of the REST API: the twin of a procedure. */
export interface RestRoute {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Below `/api/v1`; the parts in braces become members of the input. */
  path: string
  procedure: ProcedureName
  /** What it does, for the reference: begins with a verb. */
  summary: string
  /** The status of a successful answer; 200 unless given. */
  status?: number
  /** Members of the procedure's input that this address does not take. */
  without?: readonly string[]
  /** The versioned object that the answer is, or holds. */
  answersWith?: 'credential' | 'flow'
  /** Answers carry an ETag. GET takes If-None-Match; PATCH and PUT take If-Match. */
  etag?: true
  /** Takes an Idempotency-Key: sent again with the same key, it creates nothing more. */
  idempotent?: true
}

/**
 * The REST twin of every procedure: same input schemas, same permissions, same operations, because each route runs its
 * procedure. The reference is made from the same schemas; see openapi.ts.
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
    // Only people consent.
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
    summary: 'Change a credential: values are laid over the stored ones and verified',
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
    summary: 'Take back what a person granted to a credential, which stays and can be connected again',
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
    summary: 'Verify a stored credential, or new values laid over it',
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
    summary: 'Report that the application refused what was issued: the credential is verified again',
  },
  {
    method: 'PUT',
    path: '/flows/{flowId}/steps/{stepId}/credential',
    procedure: 'flows.bindStep',
    summary: 'Bind a step to a credential, and leave the rest of its flow alone',
  },

  {
    method: 'GET',
    path: '/credential-requests',
    procedure: 'requests.list',
    summary: 'List the links by which somebody is asked for a credential, and those that one came in by',
  },
  {
    method: 'POST',
    path: '/credential-requests',
    procedure: 'requests.create',
    summary: 'Make a link by which somebody without an account hands over one credential',
    status: 201,
  },
  {
    method: 'DELETE',
    path: '/credential-requests/{requestId}',
    procedure: 'requests.revoke',
    summary: 'Take such a link back',
  },
  {
    method: 'POST',
    path: '/connect-tokens',
    procedure: 'connectTokens.create',
    summary: 'Make a token with which the embedded picker works, for one component and for a while',
    status: 201,
  },

  {
    method: 'GET',
    path: '/oauth-apps',
    procedure: 'oauthApps.list',
    summary: 'List the OAuth apps that credentials can be connected through',
  },
  {
    method: 'POST',
    path: '/oauth-apps',
    procedure: 'oauthApps.create',
    summary: 'Add an OAuth app: the client ID and client secret that a vendor gave you',
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
    summary: 'List the audit trail, the newest first',
  },
  {
    method: 'POST',
    path: '/audit/verify',
    procedure: 'audit.verify',
    summary: 'Check that the audit trail is as it was written',
  },

  ...accountRoutes,
]
