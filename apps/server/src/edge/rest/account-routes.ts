import type { RestRoute } from './rest-route.ts'

/**
 * The routes for signed-in users. No scope covers them, so they need the session cookie, not an API key. The header
 * `stepkey-workspace` names the workspace; the default is the user's personal one.
 */
export const accountRoutes: readonly RestRoute[] = [
  {
    method: 'GET',
    path: '/welcome',
    procedure: 'accounts.welcome',
    summary: 'Get the available ways to sign up and sign in',
  },
  {
    method: 'POST',
    path: '/account',
    procedure: 'accounts.signUp',
    summary: 'Sign up: create an account and a session',
    status: 201,
  },
  {
    method: 'GET',
    path: '/account',
    procedure: 'accounts.me',
    summary: 'Get the account and its workspaces',
  },
  {
    method: 'POST',
    path: '/account/confirm-password',
    procedure: 'accounts.confirmPassword',
    summary: 'Confirm the password, for operations that can’t be undone or disclose secrets',
  },
  {
    method: 'POST',
    path: '/account/change-password',
    procedure: 'accounts.changePassword',
    summary: 'Change the password and end all other sessions',
  },

  {
    method: 'POST',
    path: '/session',
    procedure: 'accounts.signIn',
    summary: 'Sign in: create a session and set its cookie',
    status: 201,
  },
  { method: 'DELETE', path: '/session', procedure: 'accounts.signOut', summary: 'Sign out' },
  {
    method: 'GET',
    path: '/sessions',
    procedure: 'sessions.list',
    summary: 'List the sessions of the account',
  },
  {
    method: 'DELETE',
    path: '/sessions/{sessionId}',
    procedure: 'sessions.revoke',
    summary: 'End a session of the account',
  },
  {
    method: 'POST',
    path: '/sessions/revoke-others',
    procedure: 'sessions.revokeOthers',
    summary: 'End all other sessions of the account',
  },

  { method: 'GET', path: '/api-keys', procedure: 'apiKeys.list', summary: 'List API keys' },
  {
    method: 'POST',
    path: '/api-keys',
    procedure: 'apiKeys.create',
    summary: 'Create an API key, which only this answer contains',
    status: 201,
  },
  {
    method: 'DELETE',
    path: '/api-keys/{apiKeyId}',
    procedure: 'apiKeys.revoke',
    summary: 'Revoke an API key',
  },

  {
    method: 'POST',
    path: '/organizations',
    procedure: 'organizations.create',
    summary: 'Create an organization',
    status: 201,
  },
  {
    method: 'PATCH',
    path: '/organization',
    procedure: 'organizations.rename',
    summary: 'Rename the organization',
  },
  {
    method: 'DELETE',
    path: '/organization',
    procedure: 'organizations.remove',
    summary: 'Delete the organization and everything in it',
  },
  {
    method: 'POST',
    path: '/organization/leave',
    procedure: 'organizations.leave',
    summary: 'Leave the organization',
  },
  {
    method: 'POST',
    path: '/organization/transfer',
    procedure: 'organizations.transfer',
    summary: 'Transfer the ownership to another member',
  },
  { method: 'GET', path: '/members', procedure: 'members.list', summary: 'List the members' },
  {
    method: 'PATCH',
    path: '/members/{accountId}',
    procedure: 'members.setRole',
    summary: 'Change the role of a member',
  },
  {
    method: 'DELETE',
    path: '/members/{accountId}',
    procedure: 'members.remove',
    summary: 'Remove a member; the objects that they created remain',
  },

  { method: 'GET', path: '/invitations', procedure: 'invitations.list', summary: 'List open invitations' },
  {
    method: 'POST',
    path: '/invitations',
    procedure: 'invitations.create',
    summary: 'Create an invitation, whose link only this answer contains',
    status: 201,
  },
  {
    method: 'DELETE',
    path: '/invitations/{invitationId}',
    procedure: 'invitations.revoke',
    summary: 'Revoke an invitation',
  },
  {
    method: 'POST',
    path: '/invitations/preview',
    procedure: 'invitations.preview',
    summary: 'Get the organization and the role of an invitation',
  },
  {
    method: 'POST',
    path: '/invitations/redeem',
    procedure: 'invitations.redeem',
    summary: 'Accept an invitation',
  },

  {
    method: 'POST',
    path: '/requests/redeem',
    procedure: 'requests.redeem',
    summary: 'Open the link of a credential request, and get a connect token for tRPC',
  },

  {
    method: 'POST',
    path: '/consents',
    procedure: 'consents.begin',
    summary: 'Begin an OAuth consent',
  },
  {
    method: 'POST',
    path: '/consents/finish',
    procedure: 'consents.finish',
    summary: 'Finish an OAuth consent with the parameters of the provider’s redirect',
  },

  {
    method: 'GET',
    path: '/workspace',
    procedure: 'workspaces.get',
    summary: 'Get the settings of the workspace',
  },
  {
    method: 'PATCH',
    path: '/workspace',
    procedure: 'workspaces.setRecheck',
    summary: 'Set how often credentials of active flows are verified',
  },

  {
    method: 'GET',
    path: '/embeds',
    procedure: 'embeds.list',
    summary: 'List the origins that may embed the picker',
  },
  {
    method: 'POST',
    path: '/embeds',
    procedure: 'embeds.create',
    summary: 'Allow an origin to embed the picker',
    status: 201,
  },
  { method: 'PATCH', path: '/embeds/{embedId}', procedure: 'embeds.update', summary: 'Change an embed' },
  {
    method: 'DELETE',
    path: '/embeds/{embedId}',
    procedure: 'embeds.remove',
    summary: 'Remove an embed and revoke its connect tokens',
  },

  { method: 'GET', path: '/webhooks', procedure: 'webhooks.list', summary: 'List webhooks' },
  {
    method: 'POST',
    path: '/webhooks',
    procedure: 'webhooks.create',
    summary: 'Create a webhook, whose secret only this answer contains',
    status: 201,
  },
  {
    method: 'PATCH',
    path: '/webhooks/{webhookId}',
    procedure: 'webhooks.update',
    summary: 'Change a webhook',
  },
  {
    method: 'DELETE',
    path: '/webhooks/{webhookId}',
    procedure: 'webhooks.remove',
    summary: 'Delete a webhook',
  },
  {
    method: 'POST',
    path: '/webhooks/{webhookId}/rotate-secret',
    procedure: 'webhooks.rotateSecret',
    summary: 'Rotate the secret of a webhook; the old one also signs for a day',
  },
  {
    method: 'POST',
    path: '/webhooks/{webhookId}/test',
    procedure: 'webhooks.test',
    summary: 'Send a test event',
  },
  {
    method: 'GET',
    path: '/webhooks/{webhookId}/deliveries',
    procedure: 'webhooks.deliveries',
    summary: 'List the deliveries of a webhook, newest first',
  },
  {
    method: 'POST',
    path: '/deliveries/{deliveryId}/redeliver',
    procedure: 'webhooks.redeliver',
    summary: 'Resend an event',
  },
]
