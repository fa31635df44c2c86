import type { Credential } from '@stepkey/shared/credential'
import type { Caller } from '../src/edge/rpc/caller.ts'
import type { AuthorizationServer } from './servers/authorization-server.ts'

/** The method by which the strict provider is connected with. */
export const byConsent = { componentId: 'oauth2', methodId: 'authorizationCode' }

/** To the provider and back; what came back waits to be finished. */
export async function walkConsent(rpc: Caller, provider: AuthorizationServer, input: object = {}) {
  const subject = 'credentialId' in input ? {} : { ...byConsent, values: provider.values }
  const begun = await rpc.consents.begin({ ...subject, ...input })
  if (begun.outcome !== 'redirect') throw new Error(begun.outcome)
  const parameters = Object.fromEntries(await provider.walk(begun.url))
  const url = new URL(begun.url)
  const path = new URL(url.searchParams.get('redirect_uri') ?? '').pathname
  return { consentId: begun.consentId, parameters, path, url }
}

let names = 0

/** A credential that somebody has just connected with the strict provider. */
export async function connected(rpc: Caller, provider: AuthorizationServer): Promise<Credential> {
  const { consentId, parameters, path } = await walkConsent(rpc, provider)
  await rpc.consents.finish({ consentId, parameters, path })
  const name = `Connected ${++names}`
  const saved = await rpc.credentials.create({ ...byConsent, name, values: provider.values, consentId })
  if (saved.outcome !== 'saved') throw new Error(saved.verification.message)
  return saved.credential
}
