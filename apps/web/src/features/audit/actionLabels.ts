import type { AuditAction, AuditEntry } from '@stepkey/shared/audit'

/** Labels of actions that were done and that were refused; they follow the name of the actor. */
const labels: Record<AuditAction, [done: string, refused: string]> = {
  'account.created': ['created the account', 'could not create an account'],
  'account.signed_in': ['signed in', 'tried to sign in with a wrong password'],
  'account.signed_out': ['signed out', 'could not sign out'],
  'account.password_changed': ['changed the password', 'could not change the password'],
  'session.revoked': ['revoked a session', 'could not revoke a session'],
  'access.asked': ['requested access', 'was denied access'],
  'organization.created': ['created the organization', 'could not create the organization'],
  'organization.renamed': ['renamed the organization', 'could not rename the organization'],
  'organization.transferred': ['transferred the ownership', 'could not transfer the ownership'],
  'organization.deleted': ['deleted the organization', 'could not delete the organization'],
  'workspace.recheck_changed': [
    'changed the scheduled verification',
    'could not change the scheduled verification',
  ],
  'member.joined': ['joined', 'could not join'],
  'member.left': ['left', 'could not leave'],
  'member.removed': ['removed a member', 'could not remove a member'],
  'member.role_changed': ['changed the role of a member', 'could not change the role of a member'],
  'invitation.created': ['created an invitation', 'could not create an invitation'],
  'invitation.revoked': ['revoked an invitation', 'could not revoke an invitation'],
  'api_key.created': ['created an API key', 'could not create an API key'],
  'api_key.taken_over': ['took over an API key', 'could not take over an API key'],
  'api_key.revoked': ['revoked an API key', 'could not revoke an API key'],
  'embed.created': ['added an embed', 'could not add an embed'],
  'embed.updated': ['changed an embed', 'could not change an embed'],
  'embed.deleted': ['deleted an embed', 'could not delete an embed'],
  'request.created': ['created a credential request', 'could not create a credential request'],
  'request.revoked': ['revoked a credential request', 'could not revoke a credential request'],
  'run_token.created': ['created a run token', 'could not create a run token'],
  'connect_token.created': ['created a connect token', 'could not create a connect token'],
  'credential.created': ['created a credential', 'could not create a credential'],
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
  'webhook.secret_rotated': ['rotated the secret of a webhook', 'could not rotate the secret of a webhook'],
  'webhook.tested': ['sent a test to a webhook', 'could not send a test to a webhook'],
  'webhook.redelivered': ['resent an event to a webhook', 'could not resend an event to a webhook'],
  'webhook.disabled': ['disabled a webhook', 'could not disable a webhook'],
  'webhook.deleted': ['deleted a webhook', 'could not delete a webhook'],
  'flow.created': ['created a flow', 'could not create a flow'],
  'flow.saved': ['changed a flow', 'could not change a flow'],
  'flow.activated': ['activated a flow', 'could not activate a flow'],
  'flow.deactivated': ['deactivated a flow', 'could not deactivate a flow'],
  'flow.deleted': ['deleted a flow', 'could not delete a flow'],
}

/** Returns the label of an audit entry, to be read after the name of the actor. */
export const describeAction = ({ action, outcome }: Pick<AuditEntry, 'action' | 'outcome'>): string =>
  labels[action][outcome === 'done' ? 0 : 1]

/** Explanations by outcome: of a verification, or of a refusal. */
const reasons: Record<string, string> = {
  in_use: 'active flows use it',
  failing: 'it was failing',
  verified: 'the provider accepted it',
  limited: 'the provider accepted it with limited access',
  untestable: 'it can’t be verified',
  rejected: 'the provider rejected it',
  unreachable: 'the provider could not be reached',
  timeout: 'the provider did not answer in time',
  tls: 'no secure connection could be established',
  blocked: 'its address is blocked',
  rate_limited: 'the provider limited requests',
  unexpected: 'the provider gave an unexpected answer',
}

/** Returns the name of the subject and the reason that an entry records. */
export function describeDetails({ action, detail }: Pick<AuditEntry, 'action' | 'detail'>): {
  name?: string
  reason?: string
} {
  const { name, outcome } = detail
  const reason = action === 'flow.activated' ? 'not every step was ready' : reasons[String(outcome)]
  return {
    ...(typeof name === 'string' && { name }),
    ...(outcome !== undefined && reason && { reason }),
  }
}
