import type { Credential } from '@stepkey/shared/credential'
import type { Caller } from '../src/edge/rpc/caller.ts'
import { assertSaved } from './assert-saved.ts'
import type { AuthorizationServer } from './servers/authorization-server.ts'

/** The component and method for credentials of the strict authorization server. */
export const byConsent = { componentId: 'oauth2', methodId: 'authorizationCode' }

/** Begins a consent and completes it at the provider. Returns the callback parameters for `consents.finish`. */
export async function completeConsent(rpc: Caller, provider: AuthorizationServer, input: object = {}) {
  const subject = 'credentialId' in input ? {} : { ...byConsent, values: provider.values }
  const begun = await rpc.consents.begin({ ...subject, ...input })
  if (begun.outcome !== 'redirect') throw new Error(begun.outcome)
  const parameters = Object.fromEntries(await provider.followConsent(begun.url))
  const url = new URL(begun.url)
  const path = new URL(url.searchParams.get('redirect_uri') ?? '').pathname
  return { consentId: begun.consentId, parameters, path, url }
}

let names = 0

/** Creates a credential by consent with the strict authorization server. */
export async function connected(rpc: Caller, provider: AuthorizationServer): Promise<Credential> {
  const { consentId, parameters, path } = await completeConsent(rpc, provider)
  await rpc.consents.finish({ consentId, parameters, path })
  const name = `Connected ${++names}`
  const saved = await rpc.credentials.create({ ...byConsent, name, values: provider.values, consentId })
  assertSaved(saved)
  return saved.credential
}
