import type { BeginConsent, ConsentBegun, ConsentFinished } from '@stepkey/shared/consent'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { codeOf } from '../../api/api.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceScope } from '../../workspace/workspaceScope.ts'
import { type ConsentWindow, openConsentWindow } from './consentWindow.ts'

/** What the user has to do at the provider while this page waits. */
export type PendingConsent =
  | {
      kind: 'window'
      host: string
      /** The address of the window, and the one for this tab, if there is a page to return to. */
      url: string
      urlInThisTab: string | undefined
      window: 'open' | 'closed' | 'blocked'
      onReopen(): void
    }
  | { kind: 'code'; userCode: string; verificationUrl: string }

/** A consent that was given, with its secret on pages with a connect token. */
export type GivenConsent = { consentId: string; consentSecret?: string | undefined }

type Refusal = Extract<ConsentFinished, { outcome: 'refused' }>
type Finished = Exclude<ConsentFinished, { outcome: 'pending' }>
type Begun = Exclude<ConsentBegun, { outcome: 'refused' }>

interface ObtainOptions {
  signal: AbortSignal
  /** The name of the credential, in case another page saves it. */
  name: string
  onWait(pending: PendingConsent): void
}

/** How long a window may take to open before this page offers its address as a link, in milliseconds. */
const OPENING_TIME = 2500

/** Obtains OAuth consent, and remembers what it was given for until the credential is saved. */
export function useConsent() {
  const { client } = useApi()
  const { canReturn } = useWorkspaceScope()
  const [granted, setGranted] = useState<GivenConsent & { key: string }>()
  const windowRef = useRef<ConsentWindow>(undefined)

  /** Opens the consent window. Call it directly in a click handler; otherwise the browser blocks it. */
  function open(origin: string) {
    windowRef.current?.close()
    windowRef.current = openConsentWindow(origin)
  }

  /**
   * @param key identifies the values that consent is given for; it can be used only for these
   * @returns the consent, or why there is none. Rejects when the signal aborts.
   */
  async function obtain(
    key: string,
    input: z.input<typeof BeginConsent>,
    options: ObtainOptions,
  ): Promise<GivenConsent | Refusal> {
    setGranted(undefined)
    try {
      for (;;) {
        const ticket = windowRef.current?.ticket
        const begun = await client.consents.begin.mutate({ ...input, ticket }, { signal: options.signal })
        if (begun.outcome === 'refused') return { ...begun, reason: 'failed' }
        const finished = await poll(begun, options)
        if (finished === 'reopened') continue
        if (finished.outcome === 'refused') return finished
        const given = { consentId: begun.consentId, consentSecret: begun.secret }
        setGranted({ ...given, key })
        return given
      }
    } finally {
      windowRef.current?.close()
      windowRef.current = undefined
    }
  }

  /** Asks until the user has granted access, or has opened another window, which needs another consent. */
  async function poll(begun: Begun, { signal, name, onWait }: ObtainOptions): Promise<Finished | 'reopened'> {
    const { consentId, secret: consentSecret } = begun
    const opened = windowRef.current
    const blockedAt = Date.now() + OPENING_TIME
    let [state, isOpened] = [opened?.state(), false]
    for (let seconds = begun.interval; ; ) {
      if (opened !== windowRef.current) return 'reopened'
      const isBlocked = state === 'unknown' && !isOpened && Date.now() > blockedAt
      const window = state === 'closed' ? 'closed' : isBlocked ? 'blocked' : 'open'
      onWait(pendingOf(begun, opened, { name, window }))
      await pause(seconds * 1000, signal)
      // Before the call: a window that brought the redirect closes itself.
      state = opened?.state()
      const finished = await client.consents.finish
        .mutate({ consentId, consentSecret }, { signal })
        .catch((error: unknown): ConsentFinished => {
          // A network error only means that the next poll tries again.
          if (signal.aborted || codeOf(error)) throw error
          return { outcome: 'pending', interval: seconds, isOpened }
        })
      if (finished.outcome !== 'pending') return finished
      seconds = finished.interval
      isOpened = finished.isOpened ?? false
    }
  }

  function pendingOf(
    begun: Begun,
    opened: ConsentWindow | undefined,
    { name, window }: { name: string; window: 'open' | 'closed' | 'blocked' },
  ): PendingConsent {
    if (begun.outcome === 'code') return { ...begun, kind: 'code' }
    const { url = begun.url } = opened ?? {}
    return {
      kind: 'window',
      host: new URL(begun.url).host,
      url,
      urlInThisTab: canReturn ? opened?.inThisTab(name) : undefined,
      window,
      onReopen: () => open(new URL(url).origin),
    }
  }

  return {
    open,
    obtain,
    /** Returns the unused consent for exactly these values. */
    grantedFor: (key: string): GivenConsent | undefined =>
      granted?.key === key
        ? { consentId: granted.consentId, consentSecret: granted.consentSecret }
        : undefined,
    /** Forgets the consent, because it failed or was given by the wrong account. */
    drop: () => setGranted(undefined),
  }
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
