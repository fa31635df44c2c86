import type { AuditAction, AuditEntry } from '@stepkey/shared/audit'

type Detail = AuditEntry['detail']
type Phrase = string | ((detail: Detail) => string)

/** The parts of the sentence about an action. They follow the name of the actor. */
export interface ActionPhrase {
  /** What the subject is. */
  noun: string
  /** The name of the subject stands in `{name}`; `{the}` adds the noun. See `auditSentence.ts` for the other names. */
  done: Phrase
  refused: Phrase
}

const phrase = (noun: string, done: Phrase, refused: Phrase): ActionPhrase => ({ noun, done, refused })

/** The phrases for an action that fails with “could not”. */
const attempt = (noun: string, done: Phrase, infinitive: string) =>
  phrase(noun, done, `could not ${infinitive}`)

/** What is said about each action when it was done, and when it was refused. */
export const actionPhrases: Record<AuditAction, ActionPhrase> = {
  'account.created': phrase(
    'account',
    ({ email }) => (email ? 'created the account {email}' : 'created the account'),
    'could not create an account',
  ),
  'account.signed_in': phrase(
    'account',
    ({ by }) => (by === 'company' ? 'signed in with single sign-on' : 'signed in'),
    'tried to sign in with a wrong password',
  ),
  'account.signed_out': attempt('account', 'signed out', 'sign out'),
  'account.password_changed': attempt('account', 'changed the password', 'change the password'),
  'session.revoked': attempt(
    'session',
    ({ count }) => (Number(count) > 1 ? 'revoked {count} sessions' : 'revoked a session'),
    'revoke a session',
  ),
  'access.asked': phrase('procedure', 'requested access', ({ procedure }) =>
    procedure ? 'was denied access to {procedure}' : 'was denied access',
  ),
  'organization.created': attempt('organization', 'created {the}', 'create {the}'),
  'organization.renamed': attempt(
    'organization',
    ({ name, before }) =>
      name && before ? 'renamed the organization from {from} to {name}' : 'renamed {the}',
    'rename {the}',
  ),
  'organization.transferred': attempt(
    'member',
    'transferred the ownership to {name}',
    'transfer the ownership',
  ),
  'organization.deleted': attempt('organization', 'deleted {the}', 'delete {the}'),
  'workspace.frozen': attempt(
    'workspace',
    ({ count }) =>
      Number(count) > 1 ? 'froze {count} credentials' : 'froze the credentials of the workspace',
    'freeze the credentials of the workspace',
  ),
  'workspace.recheck_changed': attempt(
    'workspace',
    ({ recheck }) =>
      recheck ? 'set the scheduled verification to {schedule}' : 'changed the scheduled verification',
    'change the scheduled verification',
  ),
  'member.joined': attempt(
    'member',
    ({ role }) => (role ? 'joined the organization as {role}' : 'joined the organization'),
    'join the organization',
  ),
  'member.left': attempt('member', 'left the organization', 'leave the organization'),
  'member.removed': attempt('member', 'removed {name}', 'remove {name}'),
  'member.role_changed': attempt(
    'member',
    ({ role, before }) =>
      role && before ? 'changed the role of {name} from {before} to {role}' : 'changed the role of {name}',
    'change the role of {name}',
  ),
  'invitation.created': attempt(
    'invitation',
    ({ email, role }) => {
      if (!role) return 'created {the}'
      return email ? 'invited {email} as {role}' : 'created an invitation as {role}'
    },
    'create {the}',
  ),
  'invitation.revoked': attempt('invitation', 'revoked {the}', 'revoke {the}'),
  'api_key.created': attempt('API key', 'created {the}', 'create {the}'),
  'api_key.taken_over': attempt('API key', 'took over {the}', 'take over {the}'),
  'api_key.revoked': attempt('API key', 'revoked {the}', 'revoke {the}'),
  'embed.created': attempt('embed', 'added {the}', 'add {the}'),
  'embed.updated': attempt('embed', 'changed {the}', 'change {the}'),
  'embed.deleted': attempt('embed', 'deleted {the}', 'delete {the}'),
  'request.created': attempt(
    'credential request',
    ({ email }) => (email ? 'created {the} for {email}' : 'created {the}'),
    'create {the}',
  ),
  'request.revoked': attempt('credential request', 'revoked {the}', 'revoke {the}'),
  'run_token.created': attempt(
    'run token',
    ({ flowId }) => (flowId ? 'created a run token for {flow}' : 'created a run token'),
    'create a run token',
  ),
  'connect_token.created': attempt(
    'connect token',
    ({ flowId }) => (flowId ? 'created a connect token for {step} of {flow}' : 'created a connect token'),
    'create a connect token',
  ),
  'credential.created': attempt('credential', 'created {the}', 'create {the}'),
  'credential.updated': attempt(
    'credential',
    ({ values }) => (values === true ? 'changed the values of {the}' : 'changed {the}'),
    'change {the}',
  ),
  'credential.value_added': attempt('credential', 'added a new value to {name}', 'add a new value to {name}'),
  'credential.value_tried': attempt(
    'credential',
    ({ flows }) =>
      flows === 0 ? 'ended the trial of the new value of {name}' : 'let flows try the new value of {name}',
    'let flows try the new value of {name}',
  ),
  'credential.value_discarded': attempt('credential', 'erased a value of {name}', 'erase a value of {name}'),
  'credential.promoted': attempt(
    'credential',
    'promoted the new value of {name}',
    'promote the new value of {name}',
  ),
  'credential.restored': attempt(
    'credential',
    'restored the previous value of {name}',
    'restore the previous value of {name}',
  ),
  'credential.frozen': attempt('credential', 'froze {the}', 'freeze {the}'),
  'credential.unfrozen': attempt('credential', 'unfroze {the}', 'unfreeze {the}'),
  'credential.incident': attempt(
    'credential',
    'reported that the values of {name} leaked',
    'report a leak of {name}',
  ),
  'credential.verified': attempt(
    'credential',
    ({ values, generation }) => {
      if (generation !== undefined) return 'verified a value of {name} that is not in use'
      return values === true ? 'verified other values for {name}' : 'verified {name}'
    },
    'verify {name}',
  ),
  'credential.deleted': attempt('credential', 'deleted {the}', 'delete {the}'),
  'owner.removed': attempt('owner', 'deleted the credentials of {the}', 'delete the credentials of {the}'),
  'credential.undeleted': attempt(
    'credential',
    'restored {the} from Recently deleted',
    'restore {the} from Recently deleted',
  ),
  'credential.erased': attempt(
    'credential',
    'erased {the} from Recently deleted',
    'erase {the} from Recently deleted',
  ),
  'credential.disconnected': attempt(
    'credential',
    ({ reason }) =>
      reason === undefined || reason === 'disconnected'
        ? 'disconnected {the}'
        : 'found that {name} must be connected again',
    'disconnect {the}',
  ),
  'credential.revoked': attempt(
    'credential',
    ({ kind = 'key' }) => `revoked the ${kind} of {name} at its provider`,
    'revoke {the} at its provider',
  ),
  'credential.not_revoked': attempt(
    'credential',
    ({ kind = 'key', reason }) =>
      reason === undefined
        ? `gave up revoking the ${kind} of {name} at its provider`
        : reason === 'shared'
          ? `did not revoke the ${kind} of {name}, because others depend on it`
          : `can’t revoke the ${kind} of {name} at its provider`,
    'revoke {the} at its provider',
  ),
  'credential.revocation_dismissed': attempt(
    'credential',
    'took the revocation of {name} off the list',
    'take the revocation of {name} off the list',
  ),
  'credential.issued': phrase(
    'credential',
    ({ owner }) => `issued {name} to {step} of {flow}${owner ? ' for {owner}' : ''}`,
    ({ owner }) => `could not issue {name} to {step} of {flow}${owner ? ' for {owner}' : ''}`,
  ),
  'component.saved': attempt('component', 'changed the draft of {the}', 'change the draft of {the}'),
  'component.tried': attempt('component', 'tried the verification of {the}', 'try the verification of {the}'),
  'component.published': attempt('component', 'published {the}', 'publish {the}'),
  'component.archived': attempt('component', 'archived {the}', 'archive {the}'),
  'component.unarchived': attempt('component', 'offered {the} again', 'offer {the} again'),
  'component.deleted': attempt('component', 'deleted {the}', 'delete {the}'),
  'oauth_app.created': attempt('OAuth app', 'added {the}', 'add {the}'),
  'oauth_app.updated': attempt('OAuth app', 'changed {the}', 'change {the}'),
  'oauth_app.deleted': attempt('OAuth app', 'deleted {the}', 'delete {the}'),
  'chat_channel.created': attempt('chat channel', 'added {the}', 'add {the}'),
  'chat_channel.updated': attempt('chat channel', 'changed {the}', 'change {the}'),
  'chat_channel.tested': attempt('chat channel', 'sent a test to {the}', 'send a test to {the}'),
  'chat_channel.disabled': attempt(
    'chat channel',
    'disabled {the}, because messages could not be sent to it',
    'disable {the}',
  ),
  'chat_channel.deleted': attempt('chat channel', 'deleted {the}', 'delete {the}'),
  'webhook.created': attempt('webhook', 'added {the}', 'add {the}'),
  'webhook.updated': attempt('webhook', 'changed {the}', 'change {the}'),
  'webhook.secret_rotated': attempt('webhook', 'rotated the secret of {the}', 'rotate the secret of {the}'),
  'webhook.tested': attempt('webhook', 'sent a test to {the}', 'send a test to {the}'),
  'webhook.redelivered': attempt('webhook', 'resent an event to {the}', 'resend an event to {the}'),
  'webhook.disabled': attempt(
    'webhook',
    ({ reason }) => {
      if (reason === 'gone') return 'disabled {the}: its server answered 410 Gone'
      return reason === 'failing' ? 'disabled {the}: its deliveries had failed for 5 days' : 'disabled {the}'
    },
    'disable {the}',
  ),
  'webhook.deleted': attempt('webhook', 'deleted {the}', 'delete {the}'),
  'flow.created': attempt('flow', 'created {the}', 'create {the}'),
  'flow.saved': attempt(
    'flow',
    ({ credentialId }) => (credentialId ? 'chose {credential} for {step} of {name}' : 'changed {the}'),
    'change {the}',
  ),
  'flow.activated': phrase('flow', 'activated {the}', ({ outcome }) =>
    outcome === 'blocked' ? 'could not activate {the}: not every step was ready' : 'could not activate {the}',
  ),
  'flow.deactivated': attempt('flow', 'deactivated {the}', 'deactivate {the}'),
  'flow.deleted': attempt('flow', 'deleted {the}', 'delete {the}'),
}

/** Explanations by outcome: of a verification, or of a refusal. */
const reasons: Record<string, string> = {
  in_use: 'active flows use it',
  recently_issued: 'active flows got it recently',
  not_connected: 'the customer has none',
  ambiguous: 'the customer has several',
  reconnect_needed: 'scopes are missing',
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

/** Returns the reason or the result that an entry records. */
export function describeReason({
  action,
  detail,
}: Pick<AuditEntry, 'action' | 'detail'>): string | undefined {
  if (action === 'oauth_app.deleted' && detail.outcome === 'in_use') return 'credentials use it'
  if (!action.startsWith('credential.')) return undefined
  return reasons[String(detail.outcome)]
}
