import type { Component } from '@stepkey/shared/component'
import type { ConsentBegun, ConsentFinished } from '@stepkey/shared/consent'
import type { CredentialCreated } from '@stepkey/shared/credential'
import { CONSENT, type Script } from '@stepkey/shared/provider-script'
import type { Verification } from '@stepkey/shared/verification'
import { expect } from 'vitest'
import type { Caller } from '../../src/edge/rpc/caller.ts'
import { expected, type ScriptedProvider } from './scripted-provider.ts'

interface Connection {
  component: Component
  methodId: string
  script: Script
  provider: ScriptedProvider
}

interface Connected {
  finished: ConsentFinished
  created?: CredentialCreated
  credentialId?: string
  /** The verification of the new credential. For a failed consent, a placeholder that matches no expectation. */
  verification: Verification
}

let names = 0

/** Creates the OAuth app that the scripts of a component use, unless it exists. */
export async function addApp(rpc: Caller, { id: componentId }: Component): Promise<void> {
  const { items } = await rpc.oauthApps.list({ componentId })
  if (items.length > 0) return
  const { clientId, clientSecret } = CONSENT
  await rpc.oauthApps.create({ componentId, name: 'Ours', clientId, clientSecret })
}

/** Completes a consent at the scripted provider, and creates a credential if the consent was granted. */
export async function connect(
  rpc: Caller,
  { component, methodId, script, provider }: Connection,
): Promise<Connected> {
  const { consent, values } = script
  if (!consent) throw new Error('This method has no consent.')
  const { instead } = provider
  provider.instead = undefined
  const begun = await rpc.consents.begin({ componentId: component.id, methodId, values })
  provider.instead = instead
  if (begun.outcome === 'refused') {
    const { message } = begun
    return {
      finished: { ...begun, reason: 'failed' },
      verification: { outcome: 'unexpected', ...emptyVerification, message },
    }
  }
  const { consentId } = begun
  const back = begun.outcome === 'redirect' ? completeConsent(begun.url, script, provider) : undefined
  if (begun.outcome === 'code') {
    const [seen] = provider.seen.splice(-1)
    expect(seen).toEqual(consent.device && (await expected(consent.device.request, seen)))
  }
  provider.lookups = []
  const finished = await rpc.consents.finish({ consentId, parameters: back, path: pathOf(begun) })
  if (finished.outcome !== 'granted') {
    return { finished, verification: { outcome: 'unexpected', ...emptyVerification } }
  }
  expect(provider.lookups).toHaveLength(consent.lookup ? 1 : 0)
  names += 1
  const created = await rpc.credentials.create({
    componentId: component.id,
    methodId,
    name: `${methodId} ${names}`,
    values,
    consentId,
  })
  return created.outcome === 'saved'
    ? {
        finished,
        created,
        credentialId: created.credential.id,
        verification: created.credential.receipt ?? { outcome: 'unexpected', ...emptyVerification },
      }
    : { finished, created, verification: created.verification }
}

/** Asserts that the authorization URL is exactly as documented, and returns the parameters of the callback. */
function completeConsent(
  address: string,
  { consent }: Script,
  provider: ScriptedProvider,
): Record<string, string> {
  const url = new URL(address)
  const {
    state = '',
    code_challenge,
    code_challenge_method,
    ...parameters
  } = Object.fromEntries(url.searchParams)
  expect({ url: url.origin + url.pathname, parameters }).toEqual(consent?.authorize)
  expect(state).toMatch(/^[\da-f-]{36}\.[\w-]{43}$/)
  if (code_challenge !== undefined) expect(code_challenge_method).toBe('S256')
  provider.challenge = code_challenge
  return { code: CONSENT.code, state, ...consent?.back }
}

const pathOf = (begun: ConsentBegun) =>
  begun.outcome === 'redirect'
    ? new URL(new URL(begun.url).searchParams.get('redirect_uri') ?? '').pathname
    : undefined

const emptyVerification = { checkedAt: '', durationMs: 0, message: '' }
