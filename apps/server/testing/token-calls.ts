import { randomBytes } from 'node:crypto'
import type { Caller } from '../src/edge/rpc/caller.ts'
import { fakeApiCredential } from './fake-api.ts'

/** What the calls of a connect token name. */
export interface TokenCall {
  /** The address of the fake API. */
  base: string
  credentialId: string
  consentId: string
  /** The name of a new credential. */
  newName: string
  bindTo: { flowId: string; stepId: string }
}

/** Calls of every procedure that a connect token may call, by its name and what is special about the input. */
export const tokenCalls: Record<string, (rpc: Caller, call: TokenCall) => Promise<unknown>> = {
  'connectTokens.task': (rpc) => rpc.connectTokens.task(),
  'components.list': (rpc) => rpc.components.list({}),
  'components.definition': (rpc) => rpc.components.definition({ componentId: 'http' }),
  'components.get': (rpc) => rpc.components.get({ componentId: 'http' }),
  'credentials.list': (rpc) => rpc.credentials.list({ limit: 200 }),
  'credentials.list by id': (rpc, { credentialId }) => rpc.credentials.list({ ids: [credentialId] }),
  'credentials.list by text': (rpc) => rpc.credentials.list({ search: 'zzorg' }),
  'credentials.list by name': (rpc, { newName }) => rpc.credentials.list({ search: newName }),
  'credentials.get': (rpc, { credentialId }) => rpc.credentials.get({ credentialId }),
  'credentials.verify': (rpc, { credentialId }) => rpc.credentials.verify({ credentialId }),
  'credentials.verify values': (rpc, { base }) => rpc.credentials.verify(valuesOf(base)),
  'credentials.update': (rpc, { credentialId }) => rpc.credentials.update({ credentialId, version: 0 }),
  'flows.bindStep': (rpc, { bindTo, credentialId }) => rpc.flows.bindStep({ ...bindTo, credentialId }),
  'oauthApps.list': (rpc) => rpc.oauthApps.list({ componentId: 'slack' }),
  'consents.begin': (rpc) => rpc.consents.begin({ ...bySlack, ticket: newSecret() }),
  'consents.begin again': (rpc, { credentialId }) =>
    rpc.consents.begin({ credentialId, ticket: newSecret() }),
  'consents.finish': (rpc, { consentId }) => rpc.consents.finish({ consentId, consentSecret: newSecret() }),
  'credentials.create': async (rpc, { base, newName: name }) =>
    (await rpc.credentials.create({ ...valuesOf(base), name })).outcome,
}

/** A method that is connected by consent, through an OAuth app. */
export const bySlack = { componentId: 'slack', methodId: 'oauth' }

/** Returns a random ticket or secret of a consent. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

function valuesOf(base: string) {
  const { name: _, ...values } = fakeApiCredential(base)
  return values
}
