import type { RestRoute } from './routes.ts'

/**
 * What only people do: there is no scope for it, so these want the cookie that signing in sets, and no API key. A
 * session names the workspace that it is about in the header `stepkey-workspace`; without, it is the personal one.
 */
export const accountRoutes: readonly RestRoute[] = [
  {
    method: 'GET',
    path: '/welcome',
    procedure: 'accounts.welcome',
    summary: 'Get who may sign up here, and how one signs in',
  },
  {
    method: 'POST',
    path: '/account',
    procedure: 'accounts.signUp',
    summary: 'Sign up: make an account, and a session',
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
    summary: 'Give the password again, for what can’t be undone',
  },
  {
    method: 'POST',
    path: '/account/change-password',
    procedure: 'accounts.changePassword',
    summary: 'Change the password, which ends all other sessions',
  },

  {
    method: 'POST',
    path: '/session',
    procedure: 'accounts.signIn',
    summary: 'Sign in: make a session, whose token travels in a cookie',
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
    summary: 'End all sessions of the account but this one',
  },

  { method: 'GET', path: '/api-keys', procedure: 'apiKeys.list', summary: 'List API keys' },
  {
    method: 'POST',
    path: '/api-keys',
    procedure: 'apiKeys.create',
    summary: 'Create an API key, which is shown in this answer and never again',
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
    summary: 'Found an organization',
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
    summary: 'Delete the organization and all that it holds',
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
    summary: 'Make another member the owner',
  },
  { method: 'GET', path: '/members', procedure: 'members.list', summary: 'List the members' },
  {
    method: 'PATCH',
    path: '/members/{accountId}',
    procedure: 'members.setRole',
    summary: 'Give a member another role',
  },
  {
    method: 'DELETE',
    path: '/members/{accountId}',
    procedure: 'members.remove',
    summary: 'Remove a member; what he made stays',
  },

  { method: 'GET', path: '/invitations', procedure: 'invitations.list', summary: 'List open invitations' },
  {
    method: 'POST',
    path: '/invitations',
    procedure: 'invitations.create',
    summary: 'Invite somebody, by a link that is shown in this answer and never again',
    status: 201,
  },
  {
    method: 'DELETE',
    path: '/invitations/{invitationId}',
    procedure: 'invitations.revoke',
    summary: 'Take an invitation back',
  },
  {
    method: 'POST',
    path: '/invitations/preview',
    procedure: 'invitations.preview',
    summary: 'See where an invitation leads',
  },
  {
    method: 'POST',
    path: '/invitations/redeem',
    procedure: 'invitations.redeem',
    summary: 'Join the organization that an invitation leads to',
  },

  {
    method: 'POST',
    path: '/requests/redeem',
    procedure: 'requests.redeem',
    summary: 'Open a link by which a credential is asked for: gives a connect token for the RPC',
  },

  {
    method: 'POST',
    path: '/consents',
    procedure: 'consents.begin',
    summary: 'Leave for a vendor, to agree to an access there',
  },
  {
    method: 'POST',
    path: '/consents/finish',
    procedure: 'consents.finish',
    summary: 'Come back from a vendor',
  },

  {
    method: 'GET',
    path: '/workspace',
    procedure: 'workspaces.get',
    summary: 'Get how the workspace is set up',
  },
  {
    method: 'PATCH',
    path: '/workspace',
    procedure: 'workspaces.setRecheck',
    summary: 'Say how often credentials of active flows are verified again',
  },

  {
    method: 'GET',
    path: '/embeds',
    procedure: 'embeds.list',
    summary: 'List the pages that may embed the picker',
  },
  {
    method: 'POST',
    path: '/embeds',
    procedure: 'embeds.create',
    summary: 'Let the pages of an origin embed the picker',
    status: 201,
  },
  { method: 'PATCH', path: '/embeds/{embedId}', procedure: 'embeds.update', summary: 'Change an embed' },
  {
    method: 'DELETE',
    path: '/embeds/{embedId}',
    procedure: 'embeds.remove',
    summary: 'Remove an embed, and end its connect tokens',
  },

  { method: 'GET', path: '/webhooks', procedure: 'webhooks.list', summary: 'List webhooks' },
  {
    method: 'POST',
    path: '/webhooks',
    procedure: 'webhooks.create',
    summary: 'Add a webhook, whose secret is shown in this answer and never again',
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
    summary: 'Give a webhook a new secret; the old one signs along for a day',
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
    summary: 'List what was sent to a webhook, the newest first',
  },
  {
    method: 'POST',
    path: '/deliveries/{deliveryId}/redeliver',
    procedure: 'webhooks.redeliver',
    summary: 'Send an event once more',
  },
]
