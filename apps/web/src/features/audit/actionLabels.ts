import type { AuditAction, AuditEntry } from '@stepkey/shared/audit'

/** What was done, and what somebody was kept from doing, to be read after the name of who did it. */
const words: Record<AuditAction, [done: string, refused: string]> = {
  'account.created': ['created the account', 'could not create an account'],
  'account.signed_in': ['signed in', 'tried to sign in with a wrong password'],
  'account.signed_out': ['signed out', 'could not sign out'],
  'account.password_changed': ['changed the password', 'could not change the password'],
  'session.revoked': ['ended a session', 'could not end a session'],
  'access.asked': ['asked for something', 'asked for something that is not allowed here'],
  'organization.created': ['created the organization', 'could not create the organization'],
  'organization.renamed': ['renamed the organization', 'could not rename the organization'],
  'organization.transferred': ['made somebody else the owner', 'could not make somebody else the owner'],
  'organization.deleted': ['deleted the organization', 'could not delete the organization'],
  'workspace.recheck_changed': [
    'changed how often credentials are verified again',
    'could not change how often credentials are verified again',
  ],
  'member.joined': ['joined', 'could not join'],
  'member.left': ['left', 'could not leave'],
  'member.removed': ['removed a member', 'could not remove a member'],
  'member.role_changed': ['gave a member another role', 'could not give a member another role'],
  'invitation.created': ['made an invitation link', 'could not make an invitation link'],
  'invitation.revoked': ['revoked an invitation', 'could not revoke an invitation'],
  'api_key.created': ['created an API key', 'could not create an API key'],
  'api_key.revoked': ['revoked an API key', 'could not revoke an API key'],
  'embed.created': ['added a place that shows the picker', 'could not add a place that shows the picker'],
  'embed.updated': [
    'changed a place that shows the picker',
    'could not change a place that shows the picker',
  ],
  'embed.deleted': [
    'removed a place that shows the picker',
    'could not remove a place that shows the picker',
  ],
  'request.created': ['asked somebody for a credential', 'could not ask somebody for a credential'],
  'request.revoked': [
    'took back a link to hand over a credential',
    'could not take back a link to hand over a credential',
  ],
  'connect_token.created': ['made a connect token', 'could not make a connect token'],
  'credential.created': ['created a credential', 'could not save a new credential'],
  'credential.updated': ['changed a credential', 'could not change a credential'],
  'credential.verified': ['verified a credential', 'could not verify a credential'],
  'credential.deleted': ['deleted a credential', 'could not delete a credential'],
  'credential.disconnected': ['disconnected a credential', 'could not disconnect a credential'],
  'oauth_app.created': ['added an OAuth app', 'could not add an OAuth app'],
  'oauth_app.updated': ['changed an OAuth app', 'could not change an OAuth app'],
  'oauth_app.deleted': ['deleted an OAuth app', 'could not delete an OAuth app'],
  'credential.issued': ['got a credential for a step', 'did not get a credential for a step'],
  'webhook.created': ['added a webhook', 'could not add a webhook'],
  'webhook.updated': ['changed a webhook', 'could not change a webhook'],
  'webhook.secret_rotated': ['made a new secret for a webhook', 'could not make a new secret for a webhook'],
  'webhook.tested': ['sent a test to a webhook', 'could not send a test to a webhook'],
  'webhook.redelivered': ['sent an event to a webhook again', 'could not send an event again'],
  'webhook.disabled': ['switched off a webhook', 'could not switch off a webhook'],
  'webhook.deleted': ['deleted a webhook', 'could not delete a webhook'],
  'flow.created': ['created a flow', 'could not create a flow'],
  'flow.saved': ['changed a flow', 'could not change a flow'],
  'flow.activated': ['activated a flow', 'could not activate a flow'],
  'flow.deactivated': ['deactivated a flow', 'could not deactivate a flow'],
  'flow.deleted': ['deleted a flow', 'could not delete a flow'],
}

export const describeAction = ({ action, outcome }: Pick<AuditEntry, 'action' | 'outcome'>): string =>
  words[action][outcome === 'done' ? 0 : 1]

/** What a verification found, or what was in the way. */
const outcomes: Record<string, string> = {
  in_use: 'active flows use it',
  failing: 'it was failing',
  verified: 'the application accepted it',
  limited: 'the application accepted it, but not for everything',
  untestable: 'it can’t be tested',
  rejected: 'the application refused it',
  unreachable: 'the application could not be reached',
  timeout: 'the application did not answer in time',
  tls: 'no secure connection could be made',
  blocked: 'its address may not be called',
  rate_limited: 'the application was limiting requests',
  unexpected: 'the application’s answer was not understood',
}

/** The name and the outcome that an entry tells of. */
export function describeDetails({ action, detail }: Pick<AuditEntry, 'action' | 'detail'>): {
  name?: string
  because?: string
} {
  const { name, outcome } = detail
  const because = action === 'flow.activated' ? 'not every step was ready' : outcomes[String(outcome)]
  return {
    ...(typeof name === 'string' && { name }),
    ...(outcome !== undefined && because && { because }),
  }
}
