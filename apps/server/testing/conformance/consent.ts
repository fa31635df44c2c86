import type { Component } from '@stepkey/shared/component'
import type { CredentialCreated } from '@stepkey/shared/credential'
import type { ConsentBegun, ConsentFinished } from '@stepkey/shared/oauth'
import { CONSENT, type Script } from '@stepkey/shared/provider-script'
import type { Verification } from '@stepkey/shared/verification'
import { expect } from 'vitest'
import type { Caller } from '../../src/edge/rpc/caller.ts'
import { expected, type Vendor } from './scripted-provider.ts'

interface Connection {
  component: Component
  methodId: string
  script: Script
  vendor: Vendor
}

interface Connected {
  finished: ConsentFinished
  created?: CredentialCreated
  credentialId?: string
  /** What became of it: of a consent that failed a made-up one that fits no expectation. */
  verification: Verification
}

let names = 0

/** The client that the scripts speak of. Once for a component, whichever method comes first. */
export async function addApp(rpc: Caller, { id: componentId }: Component): Promise<void> {
  const { items } = await rpc.oauthApps.list({ componentId })
  if (items.length > 0) return
  const { clientId, clientSecret } = CONSENT
  await rpc.oauthApps.create({ componentId, name: 'Ours', clientId, clientSecret })
}

/** Walks a consent to its end: to the vendor as documented, back with the code, and saved if that may be. */
export async function connect(
  rpc: Caller,
  { component, methodId, script, vendor }: Connection,
): Promise<Connected> {
  const { consent, values } = script
  if (!consent) throw new Error("This method needs nobody's consent.")
  const { instead } = vendor
  vendor.instead = undefined
  const begun = await rpc.consents.begin({ componentId: component.id, methodId, values })
  vendor.instead = instead
  if (begun.outcome === 'refused') {
    const { message } = begun
    return {
      finished: { ...begun, reason: 'failed' },
      verification: { outcome: 'unexpected', ...nothing, message },
    }
  }
  const { consentId } = begun
  const back = begun.outcome === 'redirect' ? wayBack(begun.url, script, vendor) : undefined
  if (begun.outcome === 'code') {
    const [seen] = vendor.seen.splice(-1)
    expect(seen).toEqual(consent.device && (await expected(consent.device.request, seen)))
  }
  const finished = await rpc.consents.finish({ consentId, parameters: back, path: pathOf(begun) })
  if (finished.outcome !== 'granted') {
    return { finished, verification: { outcome: 'unexpected', ...nothing } }
  }
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
        verification: created.credential.receipt ?? { outcome: 'unexpected', ...nothing },
      }
    : { finished, created, verification: created.verification }
}

/** The person says yes at the vendor, which was asked exactly as documented, and comes back. */
function wayBack(address: string, { consent }: Script, vendor: Vendor): Record<string, string> {
  const url = new URL(address)
  const {
    state = '',
    code_challenge,
    code_challenge_method,
    ...parameters
  } = Object.fromEntries(url.searchParams)
  expect({ url: url.origin + url.pathname, parameters }).toEqual(consent?.authorize)
  expect(state).toMatch(/^[\w-]{43}$/)
  if (code_challenge !== undefined) expect(code_challenge_method).toBe('S256')
  vendor.challenge = code_challenge
  return { code: CONSENT.code, state, ...consent?.back }
}

const pathOf = (begun: ConsentBegun) =>
  begun.outcome === 'redirect'
    ? new URL(new URL(begun.url).searchParams.get('redirect_uri') ?? '').pathname
    : undefined

const nothing = { checkedAt: '', durationMs: 0, message: '' }
