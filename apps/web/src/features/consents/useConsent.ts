import type { BeginConsent, ConsentBegun, ConsentFinished } from '@stepkey/shared/oauth'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { codeOf } from '../../api/api.ts'
import { useApi } from '../../workspace/useApi.ts'
import { type ConsentWindow, openConsentWindow } from './consentWindow.ts'
import { awaitOAuthReturn } from './oauthReturn.ts'

/** What the user has to do at the provider while this page waits. */
export type PendingConsent =
  | { kind: 'window'; host: string; url: string; window: 'open' | 'closed' | 'blocked'; onReopen(): void }
  | { kind: 'code'; userCode: string; verificationUrl: string }

type Refusal = Extract<ConsentFinished, { outcome: 'refused' }>
type Begun<Outcome extends ConsentBegun['outcome']> = Extract<ConsentBegun, { outcome: Outcome }>

interface ObtainOptions {
  signal: AbortSignal
  onWait(pending: PendingConsent): void
  onReturn(host: string): void
}

/** The interval for checking whether the window is still open, in milliseconds. */
const WINDOW_CHECK_INTERVAL = 500

/** Obtains OAuth consent, and remembers what it was given for until the credential is saved. */
export function useConsent() {
  const { client } = useApi()
  const [granted, setGranted] = useState<{ consentId: string; key: string }>()
  const windowRef = useRef<ConsentWindow>(undefined)

  /** Opens the consent window. Call it directly in a click handler; otherwise the browser blocks it. */
  function open() {
    windowRef.current?.close()
    windowRef.current = openConsentWindow()
  }

  /**
   * @param key identifies the values that consent is given for; it can be used only for these
   * @returns the id of the consent, or why there is none. Rejects when the signal aborts.
   */
  async function obtain(
    key: string,
    input: z.input<typeof BeginConsent>,
    options: ObtainOptions,
  ): Promise<string | Refusal> {
    setGranted(undefined)
    try {
      const begun = await client.consents.begin.mutate(input, { signal: options.signal })
      if (begun.outcome === 'refused') return { ...begun, reason: 'failed' }
      const finished = await (begun.outcome === 'code'
        ? pollForCode(begun, options)
        : waitForRedirect(begun, options))
      if (finished.outcome === 'refused') return finished
      setGranted({ consentId: begun.consentId, key })
      return begun.consentId
    } finally {
      windowRef.current?.close()
    }
  }

  /** Waits for the redirect from the provider. */
  async function waitForRedirect(
    { consentId, url }: Begun<'redirect'>,
    { signal, onWait, onReturn }: ObtainOptions,
  ): Promise<FinishedConsent> {
    const { host, searchParams } = new URL(url)
    const redirect = awaitOAuthReturn(searchParams.get('state') ?? '', signal)
    let lastState: 'open' | 'closed' | 'blocked' | undefined
    const checkWindow = () => {
      const now = windowRef.current ? (windowRef.current.isClosed() ? 'closed' : 'open') : 'blocked'
      if (now !== lastState) onWait({ kind: 'window', host, url, window: now, onReopen })
      lastState = now
    }
    const onReopen = () => {
      open()
      windowRef.current?.goTo(url)
      checkWindow()
    }
    windowRef.current?.goTo(url)
    checkWindow()
    const windowTimer = setInterval(checkWindow, WINDOW_CHECK_INTERVAL)
    const { path, ...parameters } = await redirect.finally(() => clearInterval(windowTimer))
    onReturn(host)
    return assertFinished(await client.consents.finish.mutate({ consentId, parameters, path }, { signal }))
  }

  /** Polls until the user has entered the code (device authorization grant). */
  async function pollForCode(
    { consentId, userCode, verificationUrl, interval }: Begun<'code'>,
    { signal, onWait }: ObtainOptions,
  ): Promise<FinishedConsent> {
    onWait({ kind: 'code', userCode, verificationUrl })
    for (let seconds = interval; ; ) {
      await pause(seconds * 1000, signal)
      const finished = await client.consents.finish
        .mutate({ consentId }, { signal })
        .catch((error: unknown): ConsentFinished => {
          // A network error only means that the next poll tries again.
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
    /** Returns the unused consent for exactly these values. */
    grantedFor: (key: string) => (granted?.key === key ? granted.consentId : undefined),
    /** Forgets the consent, because it failed or was given by the wrong account. */
    drop: () => setGranted(undefined),
  }
}

type FinishedConsent = Exclude<ConsentFinished, { outcome: 'pending' }>

function assertFinished(finished: ConsentFinished): FinishedConsent {
  if (finished.outcome === 'pending')
    throw new TypeError('A consent with a redirect can’t be pending after the redirect.')
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
