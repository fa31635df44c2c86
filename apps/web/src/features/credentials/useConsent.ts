import type { BeginConsent, ConsentBegun, ConsentFinished } from '@stepkey/shared/oauth'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { codeOf } from '../../api/api.ts'
import { useApi } from '../../workspace/useApi.ts'
import { type ConsentWindow, openConsentWindow } from './consentWindow.ts'
import { awaitOAuthReturn } from './oauthReturn.ts'

/** What the person has to do elsewhere, while Stepkey waits. */
export type PendingConsent =
  | { kind: 'window'; host: string; url: string; window: 'open' | 'closed' | 'blocked'; onReopen(): void }
  | { kind: 'code'; userCode: string; verificationUrl: string }

type Refusal = Extract<ConsentFinished, { outcome: 'refused' }>
type Begun<Outcome extends ConsentBegun['outcome']> = Extract<ConsentBegun, { outcome: Outcome }>

interface Obtaining {
  signal: AbortSignal
  onWait(awaited: PendingConsent): void
  onBack(host: string): void
}

/** Milliseconds between two looks at whether the window is still there. */
const LOOK = 500

/** Sends a person to a vendor to agree, and remembers what for, until that is saved. */
export function useConsent() {
  const { client } = useApi()
  const [granted, setGranted] = useState<{ consentId: string; what: string }>()
  const shown = useRef<ConsentWindow>(undefined)

  /** Opens the window that the vendor shows itself in. Only as a direct answer to a click. */
  function open() {
    shown.current?.close()
    shown.current = openConsentWindow()
  }

  /**
   * @param what stands for everything that is agreed to: only for exactly that the consent can be used
   * @returns the id of the consent, or why there is none. Rejects when the signal says so.
   */
  async function obtain(
    what: string,
    input: z.input<typeof BeginConsent>,
    obtaining: Obtaining,
  ): Promise<string | Refusal> {
    setGranted(undefined)
    try {
      const begun = await client.consents.begin.mutate(input, { signal: obtaining.signal })
      if (begun.outcome === 'refused') return { ...begun, reason: 'failed' }
      const finished = await (begun.outcome === 'code' ? entered(begun, obtaining) : agreed(begun, obtaining))
      if (finished.outcome === 'refused') return finished
      setGranted({ consentId: begun.consentId, what })
      return begun.consentId
    } finally {
      shown.current?.close()
    }
  }

  /** Waits until the browser is back from the vendor. */
  async function agreed(
    { consentId, url }: Begun<'redirect'>,
    { signal, onWait, onBack }: Obtaining,
  ): Promise<Settled> {
    const { host, searchParams } = new URL(url)
    const back = awaitOAuthReturn(searchParams.get('state') ?? '', signal)
    let seen: 'open' | 'closed' | 'blocked' | undefined
    const look = () => {
      const now = shown.current ? (shown.current.isClosed() ? 'closed' : 'open') : 'blocked'
      if (now !== seen) onWait({ kind: 'window', host, url, window: now, onReopen })
      seen = now
    }
    const onReopen = () => {
      open()
      shown.current?.goTo(url)
      look()
    }
    shown.current?.goTo(url)
    look()
    const looking = setInterval(look, LOOK)
    const { path, ...parameters } = await back.finally(() => clearInterval(looking))
    onBack(host)
    return settled(await client.consents.finish.mutate({ consentId, parameters, path }, { signal }))
  }

  /** Asks again and again whether the code was entered. */
  async function entered(
    { consentId, userCode, verificationUrl, interval }: Begun<'code'>,
    { signal, onWait }: Obtaining,
  ): Promise<Settled> {
    onWait({ kind: 'code', userCode, verificationUrl })
    for (let seconds = interval; ; ) {
      await pause(seconds * 1000, signal)
      const finished = await client.consents.finish
        .mutate({ consentId }, { signal })
        .catch((error: unknown): ConsentFinished => {
          // Whoever is offline for a moment has lost nothing.
          if (signal.aborted || codeOf(error)) throw error
          return { outcome: 'pending', interval: seconds }
        })
      if (finished.outcome !== 'pending') return finished
      seconds = finished.interval
    }
  }

  return {
    open,
    obtain,
    /** The consent that is at hand for exactly this. */
    grantedFor: (what: string) => (granted?.what === what ? granted.consentId : undefined),
    /** It led nowhere, or to the wrong place. */
    drop: () => setGranted(undefined),
  }
}

type Settled = Exclude<ConsentFinished, { outcome: 'pending' }>

function settled(finished: ConsentFinished): Settled {
  if (finished.outcome === 'pending') throw new TypeError('What was brought back leaves nothing pending.')
  return finished
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const timer = setTimeout(resolve, milliseconds)
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    signal.addEventListener('abort', stop, { once: true })
  })
}
