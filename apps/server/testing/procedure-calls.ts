import type { Permission } from '@stepkey/shared/access'
import type { Caller } from '../src/edge/rpc/caller.ts'
import { fakeApiCredential } from './fake-api.ts'

/** The ids of the objects of one organization; these do not exist. */
export const absent = {
  credentialId: 'absent',
  deletedCredentialId: 'absent',
  revocationId: 'absent',
  flowId: 'absent',
  stepId: 'absent',
  apiKeyId: 'absent',
  invitationId: 'absent',
  accountId: 'absent',
  sessionId: 'absent',
  oauthAppId: 'absent',
  consentId: 'absent',
  embedId: 'absent',
  requestId: 'absent',
  channelId: 'absent',
  webhookId: 'absent',
  deliveryId: 'absent',
  ownComponentId: 'custom:absent',
}
export type Belongings = typeof absent

/** Values that calls need besides ids. */
export interface CallValues {
  /** The address of the fake API. */
  base: string
  password: string
  /** The secret of an invitation. */
  secret: string
  /** The secret of a credential request. */
  requestSecret: string
  /** The secret of a connect link. */
  linkSecret: string
}

export interface ProcedureCall {
  /** The permission; `account` for signed-in users, `token` for pages with a connect token, `public` for everyone. */
  needs: Permission | 'account' | 'token' | 'public'
  /** A further permission, because of the input. */
  alsoNeeds?: Permission
  /** Its input names an object of the organization. */
  names?: true
  /** It needs a browser: only signed-in users can do it. */
  inPerson?: true
  call(rpc: Caller, its: Belongings, given: CallValues): unknown
}

/** One call for every procedure. The access matrix and the comparison of transports are derived from them. */
export const procedureCalls: Record<string, ProcedureCall> = {
  'accounts.welcome': { needs: 'public', call: (rpc) => rpc.accounts.welcome() },
  'accounts.signUp': {
    needs: 'public',
    call: (rpc) =>
      rpc.accounts.signUp({ name: 'X', email: `x${Math.random()}@example.com`, password: 'a long password' }),
  },
  'accounts.signIn': {
    needs: 'public',
    call: (rpc) => rpc.accounts.signIn({ email: 'bob@example.com', password: "Bob's long password" }),
  },
  'accounts.me': { needs: 'account', call: (rpc) => rpc.accounts.me() },
  'accounts.signOut': { needs: 'account', call: (rpc) => rpc.accounts.signOut() },
  'accounts.confirmPassword': {
    needs: 'account',
    call: (rpc, _, { password }) => rpc.accounts.confirmPassword({ password }),
  },
  'accounts.changePassword': {
    needs: 'account',
    call: (rpc, _, { password }) =>
      rpc.accounts.changePassword({ oldPassword: password, newPassword: password }),
  },
  'sessions.list': { needs: 'account', call: (rpc) => rpc.sessions.list() },
  'sessions.revoke': {
    needs: 'account',
    names: true,
    call: (rpc, { sessionId }) => rpc.sessions.revoke({ sessionId }),
  },
  'sessions.revokeOthers': { needs: 'account', call: (rpc) => rpc.sessions.revokeOthers() },
  'apiKeys.create': {
    needs: 'keys',
    call: (rpc) => rpc.apiKeys.create({ name: 'Theirs', scopes: ['read'] }),
  },
  'apiKeys.list': { needs: 'keys', call: (rpc) => rpc.apiKeys.list() },
  'apiKeys.takeOver': {
    needs: 'keys',
    names: true,
    call: (rpc, { apiKeyId }) => rpc.apiKeys.takeOver({ apiKeyId }),
  },
  'apiKeys.revoke': {
    needs: 'keys',
    names: true,
    call: (rpc, { apiKeyId }) => rpc.apiKeys.revoke({ apiKeyId }),
  },
  'audit.list': { needs: 'audit', call: (rpc) => rpc.audit.list() },
  'audit.verify': { needs: 'audit', call: (rpc) => rpc.audit.verify() },
  'components.list': { needs: 'read', call: (rpc) => rpc.components.list() },
  'components.get': { needs: 'read', call: (rpc) => rpc.components.get({ componentId: 'http' }) },
  'components.definition': {
    needs: 'read',
    names: true,
    call: (rpc, { ownComponentId: componentId }) => rpc.components.definition({ componentId }),
  },
  'components.own': { needs: 'read', call: (rpc) => rpc.components.own() },
  'components.save': {
    needs: 'components',
    call: (rpc) => rpc.components.save({ componentId: 'custom:theirs', definition: { title: 'Theirs' } }),
  },
  'components.trial': {
    needs: 'components',
    names: true,
    call: (rpc, { ownComponentId: componentId }, { base }) =>
      rpc.components.trial({ componentId, methodId: 'key', good: { baseUrl: base, key: 'x' } }),
  },
  'components.import': {
    needs: 'components',
    call: (rpc) => rpc.components.import({ format: 'curl', document: 'curl https://api.acme.example/me' }),
  },
  'components.publish': {
    needs: 'components',
    names: true,
    call: (rpc, { ownComponentId: componentId }) => rpc.components.publish({ componentId }),
  },
  'components.archive': {
    needs: 'components',
    names: true,
    call: (rpc, { ownComponentId: componentId }) => rpc.components.archive({ componentId, archived: false }),
  },
  'components.remove': {
    needs: 'components',
    names: true,
    call: (rpc, { ownComponentId: componentId }) => rpc.components.remove({ componentId }),
  },
  'credentials.list': { needs: 'read', call: (rpc) => rpc.credentials.list() },
  'credentials.count': { needs: 'read', call: (rpc) => rpc.credentials.count() },
  'credentials.get': {
    needs: 'inspect',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.get({ credentialId }),
  },
  'credentials.usage': {
    needs: 'read',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.usage({ credentialId }),
  },
  'credentials.receipts': {
    needs: 'read',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.receipts({ credentialId }),
  },
  'credentials.verify': {
    needs: 'verify',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.verify({ credentialId }),
  },
  'credentials.create': {
    needs: 'write',
    alsoNeeds: 'flows',
    names: true,
    call: (rpc, { flowId, stepId }, { base }) =>
      rpc.credentials.create({ ...fakeApiCredential(base, 'Mine'), bindTo: { flowId, stepId } }),
  },
  'credentials.update': {
    needs: 'write',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.update({ credentialId, version: 1, name: 'Mine' }),
  },
  'credentials.impact': {
    needs: 'write',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.impact({ credentialId, scopes: ['read'] }),
  },
  'credentials.replace': {
    needs: 'flows',
    names: true,
    call: (rpc, { credentialId }) =>
      rpc.credentials.replace({ credentialId, by: `${credentialId}x`, dryRun: true }),
  },
  'credentials.freeze': {
    needs: 'write',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.freeze({ credentialId }),
  },
  'credentials.unfreeze': {
    needs: 'write',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.unfreeze({ credentialId }),
  },
  'credentials.reportIncident': {
    needs: 'write',
    alsoNeeds: 'audit',
    names: true,
    call: (rpc, { credentialId }) =>
      rpc.credentials.reportIncident({ credentialId, since: '2026-01-01T00:00:00Z' }),
  },
  'credentials.freezeAll': { needs: 'write', call: (rpc) => rpc.credentials.freezeAll() },
  'credentials.values': {
    needs: 'read',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.values({ credentialId }),
  },
  'credentials.addValue': {
    needs: 'write',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.addValue({ credentialId, version: 1, values: {} }),
  },
  'credentials.promote': {
    needs: 'write',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.promote({ credentialId, generation: 2 }),
  },
  'credentials.restore': {
    needs: 'write',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.restore({ credentialId }),
  },
  'credentials.verifyValue': {
    needs: 'verify',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.verifyValue({ credentialId, generation: 2 }),
  },
  'credentials.discardValue': {
    needs: 'write',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.discardValue({ credentialId, generation: 2 }),
  },
  'credentials.issue': {
    needs: 'issue',
    names: true,
    call: (rpc, { flowId, stepId }) => rpc.credentials.issue({ flowId, stepId }),
  },
  'credentials.report': {
    needs: 'issue',
    names: true,
    call: (rpc, { flowId, stepId }) => rpc.credentials.report({ flowId, stepId }),
  },
  'credentials.remove': {
    needs: 'write',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.remove({ credentialId }),
  },
  'credentials.disconnect': {
    needs: 'write',
    names: true,
    call: (rpc, { credentialId }) => rpc.credentials.disconnect({ credentialId }),
  },
  'deletedCredentials.list': { needs: 'read', call: (rpc) => rpc.deletedCredentials.list() },
  'deletedCredentials.restore': {
    needs: 'write',
    names: true,
    call: (rpc, { deletedCredentialId }) =>
      rpc.deletedCredentials.restore({ credentialId: deletedCredentialId }),
  },
  'deletedCredentials.erase': {
    needs: 'write',
    names: true,
    call: (rpc, { deletedCredentialId }) =>
      rpc.deletedCredentials.erase({ credentialId: deletedCredentialId }),
  },
  'revocations.list': { needs: 'read', call: (rpc) => rpc.revocations.list() },
  'revocations.retry': {
    needs: 'write',
    names: true,
    call: (rpc, { revocationId }) => rpc.revocations.retry({ revocationId }),
  },
  'revocations.dismiss': {
    needs: 'write',
    names: true,
    call: (rpc, { revocationId }) => rpc.revocations.dismiss({ revocationId }),
  },
  'owners.list': { needs: 'read', call: (rpc) => rpc.owners.list() },
  'owners.remove': { needs: 'write', call: (rpc) => rpc.owners.remove({ owner: 'org_42' }) },
  'oauthApps.list': { needs: 'read', call: (rpc) => rpc.oauthApps.list() },
  'oauthApps.create': {
    needs: 'write',
    call: (rpc) =>
      rpc.oauthApps.create({ componentId: 'slack', name: `App ${Math.random()}`, clientId: 'client' }),
  },
  'oauthApps.update': {
    needs: 'write',
    names: true,
    call: (rpc, { oauthAppId }) => rpc.oauthApps.update({ oauthAppId, name: 'Theirs' }),
  },
  'oauthApps.remove': {
    needs: 'write',
    names: true,
    call: (rpc, { oauthAppId }) => rpc.oauthApps.remove({ oauthAppId }),
  },
  'consents.begin': {
    needs: 'write',
    names: true,
    inPerson: true,
    call: (rpc, { oauthAppId }) =>
      rpc.consents.begin({ componentId: 'slack', methodId: 'oauth', oauthAppId }),
  },
  'consents.finish': {
    needs: 'write',
    names: true,
    inPerson: true,
    call: (rpc, { consentId }) => rpc.consents.finish({ consentId }),
  },
  'consents.start': {
    needs: 'public',
    call: (rpc) => rpc.consents.start({ ticket: 'unknown-'.repeat(6), openedFrom: 'self' }),
  },
  'consents.deliver': {
    needs: 'public',
    call: (rpc) => rpc.consents.deliver({ parameters: { state: 'unknown' }, path: '/oauth/callback' }),
  },
  'embeds.list': { needs: 'keys', call: (rpc) => rpc.embeds.list() },
  'embeds.create': {
    needs: 'keys',
    call: (rpc) => rpc.embeds.create({ name: 'Theirs', origin: 'https://theirs.example' }),
  },
  'embeds.update': {
    needs: 'keys',
    names: true,
    call: (rpc, { embedId }) => rpc.embeds.update({ embedId, name: 'Theirs' }),
  },
  'embeds.remove': { needs: 'keys', names: true, call: (rpc, { embedId }) => rpc.embeds.remove({ embedId }) },
  'connectTokens.create': {
    needs: 'connect',
    names: true,
    call: (rpc, { embedId, flowId, stepId }) =>
      rpc.connectTokens.create({
        embedId,
        componentId: 'http',
        bindTo: { flowId, stepId },
        actions: ['choose', 'create'],
      }),
  },
  'connectSessions.create': {
    needs: 'connect',
    names: true,
    call: (rpc, { embedId, credentialId }) =>
      rpc.connectSessions.create({ embedId, actions: ['reconnect'], credentialId }),
  },
  'connectSessions.open': {
    needs: 'public',
    call: (rpc, _, { linkSecret }) => rpc.connectSessions.open({ secret: linkSecret }),
  },
  'requests.list': { needs: 'write', call: (rpc) => rpc.requests.list() },
  'requests.create': {
    needs: 'write',
    call: (rpc) => rpc.requests.create({ componentId: 'http', name: 'Theirs' }),
  },
  'requests.revoke': {
    needs: 'write',
    names: true,
    call: (rpc, { requestId }) => rpc.requests.revoke({ requestId }),
  },
  'requests.redeem': {
    needs: 'public',
    call: (rpc, _, { requestSecret }) => rpc.requests.redeem({ secret: requestSecret }),
  },
  'connectTokens.task': { needs: 'token', call: (rpc) => rpc.connectTokens.task() },
  'flows.list': { needs: 'read', call: (rpc) => rpc.flows.list() },
  'flows.get': { needs: 'read', names: true, call: (rpc, { flowId }) => rpc.flows.get({ flowId }) },
  'flows.save': {
    needs: 'flows',
    names: true,
    call: (rpc, { flowId }) => rpc.flows.save({ flowId, version: 1, name: 'Mine', steps: [] }),
  },
  'flows.bindStep': {
    needs: 'flows',
    names: true,
    call: (rpc, { flowId, stepId, credentialId }) => rpc.flows.bindStep({ flowId, stepId, credentialId }),
  },
  'flows.activate': {
    needs: 'flows',
    names: true,
    call: (rpc, { flowId }) => rpc.flows.activate({ flowId }),
  },
  'flows.deactivate': {
    needs: 'flows',
    names: true,
    call: (rpc, { flowId }) => rpc.flows.deactivate({ flowId }),
  },
  'flows.preflight': {
    needs: 'preflight',
    names: true,
    call: (rpc, { flowId }) => rpc.flows.preflight({ flowId }),
  },
  'flows.createRunToken': {
    needs: 'issue',
    names: true,
    call: (rpc, { flowId }) => rpc.flows.createRunToken({ flowId }),
  },
  'flows.issue': { needs: 'issue', names: true, call: (rpc, { flowId }) => rpc.flows.issue({ flowId }) },
  'flows.remove': { needs: 'flows', names: true, call: (rpc, { flowId }) => rpc.flows.remove({ flowId }) },
  'organizations.create': {
    needs: 'account',
    call: (rpc) => rpc.organizations.create({ name: 'Another' }),
  },
  'organizations.rename': { needs: 'members', call: (rpc) => rpc.organizations.rename({ name: 'Renamed' }) },
  // The organization is not empty, so this asks for its name only.
  'organizations.remove': { needs: 'ownership', call: (rpc) => rpc.organizations.remove({}) },
  'organizations.leave': { needs: 'people', call: (rpc) => rpc.organizations.leave() },
  'organizations.transfer': {
    needs: 'ownership',
    names: true,
    call: (rpc, { accountId }) => rpc.organizations.transfer({ accountId }),
  },
  'members.list': { needs: 'people', call: (rpc) => rpc.members.list() },
  'members.setRole': {
    needs: 'members',
    names: true,
    call: (rpc, { accountId }) => rpc.members.setRole({ accountId, role: 'viewer' }),
  },
  'members.remove': {
    needs: 'members',
    names: true,
    call: (rpc, { accountId }) => rpc.members.remove({ accountId }),
  },
  'invitations.create': { needs: 'members', call: (rpc) => rpc.invitations.create({ role: 'viewer' }) },
  'invitations.list': { needs: 'members', call: (rpc) => rpc.invitations.list() },
  'invitations.revoke': {
    needs: 'members',
    names: true,
    call: (rpc, { invitationId }) => rpc.invitations.revoke({ invitationId }),
  },
  'invitations.preview': {
    needs: 'public',
    call: (rpc, _, { secret }) => rpc.invitations.preview({ secret }),
  },
  'invitations.redeem': {
    needs: 'account',
    names: true,
    // The right secret is tested beside the code.
    call: (rpc) => rpc.invitations.redeem({ secret: 'unknown' }),
  },
  'workspaces.get': { needs: 'people', call: (rpc) => rpc.workspaces.get() },
  'workspaces.setRecheck': {
    needs: 'members',
    call: (rpc) => rpc.workspaces.setRecheck({ recheck: 'off' }),
  },
  'notices.get': { needs: 'people', call: (rpc) => rpc.notices.get() },
  'notices.set': {
    needs: 'people',
    call: (rpc) => rpc.notices.set({ delivery: 'daily', kinds: ['failing'] }),
  },
  'chatChannels.list': { needs: 'webhooks', call: (rpc) => rpc.chatChannels.list() },
  'chatChannels.create': {
    needs: 'webhooks',
    call: (rpc) =>
      rpc.chatChannels.create({ name: 'Theirs', format: 'slack', url: 'https://chat.example/x' }),
  },
  'chatChannels.update': {
    needs: 'webhooks',
    names: true,
    call: (rpc, { channelId }) => rpc.chatChannels.update({ channelId, name: 'Theirs' }),
  },
  'chatChannels.test': {
    needs: 'webhooks',
    names: true,
    call: (rpc, { channelId }) => rpc.chatChannels.test({ channelId }),
  },
  'chatChannels.remove': {
    needs: 'webhooks',
    names: true,
    call: (rpc, { channelId }) => rpc.chatChannels.remove({ channelId }),
  },
  'webhooks.list': { needs: 'webhooks', call: (rpc) => rpc.webhooks.list() },
  'webhooks.create': {
    needs: 'webhooks',
    call: (rpc) => rpc.webhooks.create({ name: 'Theirs', url: 'https://hooks.example/' }),
  },
  'webhooks.update': {
    needs: 'webhooks',
    names: true,
    call: (rpc, { webhookId }) => rpc.webhooks.update({ webhookId, name: 'Theirs' }),
  },
  'webhooks.rotateSecret': {
    needs: 'webhooks',
    names: true,
    call: (rpc, { webhookId }) => rpc.webhooks.rotateSecret({ webhookId }),
  },
  'webhooks.test': {
    needs: 'webhooks',
    names: true,
    call: (rpc, { webhookId }) => rpc.webhooks.test({ webhookId }),
  },
  'webhooks.deliveries': {
    needs: 'webhooks',
    names: true,
    call: (rpc, { webhookId }) => rpc.webhooks.deliveries({ webhookId }),
  },
  'webhooks.delivery': {
    needs: 'webhooks',
    names: true,
    call: (rpc, { deliveryId }) => rpc.webhooks.delivery({ deliveryId }),
  },
  'webhooks.redeliver': {
    needs: 'webhooks',
    names: true,
    call: (rpc, { deliveryId }) => rpc.webhooks.redeliver({ deliveryId }),
  },
  'webhooks.remove': {
    needs: 'webhooks',
    names: true,
    call: (rpc, { webhookId }) => rpc.webhooks.remove({ webhookId }),
  },
}
