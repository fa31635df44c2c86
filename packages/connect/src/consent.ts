import type { BeginConsent, ConsentBegun, ConsentFinished, Procedures } from './api.gen.ts'
import { type ConsentWindow, openConsentWindow } from './consent-window.ts'

/** What the user has to do at the provider while the page waits. */
export type PendingConsent =
  | {
      kind: 'window'
      /** The host of the provider. */
      host: string
      /** The address of the window, for a link if the browser blocked it. Send the origin of the page as the referrer. */
      url: string
      /** The address to open in this tab instead, if there is a page to return to. */
      urlInThisTab: string | undefined
      /** `closed`: it seems to be closed; isolated windows look closed, too. */
      window: 'open' | 'closed' | 'blocked'
      /** Opens the window again. Call it directly in a click handler. */
      reopen(): void
    }
  | {
      kind: 'code'
      /** The code that the user enters at `verificationUrl`, on any device. */
      userCode: string
      verificationUrl: string
    }

/** A consent that was given, with its secret on pages with a connect token. */
export type GivenConsent = { consentId: string; consentSecret?: string | undefined }

/** Why there is no consent. */
export type ConsentRefusal = Extract<ConsentFinished, { outcome: 'refused' }>

type Finished = Exclude<ConsentFinished, { outcome: 'pending' }>
type Begun = Exclude<ConsentBegun, { outcome: 'refused' }>

/** What {@link createConsents} needs. */
export interface ConsentPorts {
  consents: Procedures['consents']
  /** Returns the code of an error of Stepkey; undefined if it could not be reached. */
  codeOf(error: unknown): string | undefined
  /** Returns the language of the next window, as a BCP 47 tag; that of the browser by default. */
  locale?(): string | undefined
  /** Called when a consent was given or is forgotten. */
  onChange?(): void
}

/** How to obtain a consent. */
export interface ObtainOptions {
  signal: AbortSignal
  /** The name of the credential, in case another page saves it. */
  name: string
  /** Whether there is a page to return to, so that the provider can be opened in this tab. */
  canReturn: boolean | undefined
  onPending(pending: PendingConsent): void
}

/** Obtains the consent of users at providers, and remembers the last one until it is used. */
export interface Consents {
  /**
   * Opens the window of the next consent. Call it directly in a click handler; otherwise the browser blocks it.
   * @param origin the public origin of Stepkey
   */
  open(origin: string): void
  /**
   * Begins a consent, and waits until the user has granted access.
   * @param key identifies the values that consent is given for; it can be used only for these
   * @returns the consent, or why there is none. Rejects when the signal aborts.
   */
  obtain(key: string, input: BeginConsent, options: ObtainOptions): Promise<GivenConsent | ConsentRefusal>
  /** Returns the unused consent for exactly these values. */
  grantedFor(key: string): GivenConsent | undefined
  /** Closes the window that was opened last. */
  close(): void
  /** Forgets the consent, because it was used, failed, or was given by the wrong account. */
  drop(): void
}

/** How long a window may take to open before the page offers its address as a link, in milliseconds. */
const OPENING_TIME = 2500

/** Creates the consents of one page. */
export function createConsents({ consents, codeOf, locale, onChange }: ConsentPorts): Consents {
  let granted: { key: string; given: GivenConsent } | undefined
  let current: ConsentWindow | undefined

  function remember(next: typeof granted) {
    if (granted === next) return
    granted = next
    onChange?.()
  }

  function open(origin: string) {
    current?.close()
    current = openConsentWindow(origin, locale?.())
  }

  function close() {
    current?.close()
    current = undefined
  }

  async function obtain(key: string, input: BeginConsent, options: ObtainOptions) {
    remember(undefined)
    try {
      for (;;) {
        const ticket = current?.ticket
        const begun = await consents.begin.mutate({ ...input, ticket }, { signal: options.signal })
        if (begun.outcome === 'refused') return { ...begun, reason: 'failed' as const }
        // A page that did not know the method has opened a window for nothing.
        if (begun.outcome === 'code') close()
        const finished = await poll(begun, options)
        if (finished === 'reopened') continue
        if (finished.outcome === 'refused') return finished
        const given = { consentId: begun.consentId, consentSecret: begun.secret }
        remember({ key, given })
        return given
      }
    } finally {
      close()
    }
  }

  /** Asks until the user has granted access, or has opened another window, which needs another consent. */
  async function poll(begun: Begun, options: ObtainOptions): Promise<Finished | 'reopened'> {
    const { signal, onPending } = options
    const { consentId, secret: consentSecret } = begun
    const opened = current
    const blockedAt = Date.now() + OPENING_TIME
    let [state, isOpened] = [opened?.state(), false]
    for (let seconds = begun.interval; ; ) {
      if (opened !== current) return 'reopened'
      const isBlocked = state === 'unknown' && !isOpened && Date.now() > blockedAt
      const window = state === 'closed' ? 'closed' : isBlocked ? 'blocked' : 'open'
      onPending(pendingOf(begun, opened, { ...options, window }))
      await pause(seconds * 1000, signal)
      // Before the call: a window that brought the redirect closes itself.
      state = opened?.state()
      const finished = await consents.finish
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
    { name, canReturn, window }: ObtainOptions & { window: 'open' | 'closed' | 'blocked' },
  ): PendingConsent {
    if (begun.outcome === 'code')
      return { kind: 'code', userCode: begun.userCode, verificationUrl: begun.verificationUrl }
    const { url = begun.url } = opened ?? {}
    return {
      kind: 'window',
      host: new URL(begun.url).host,
      url,
      urlInThisTab: canReturn ? opened?.inThisTab(name) : undefined,
      window,
      reopen: () => open(new URL(url).origin),
    }
  }

  return {
    open,
    obtain,
    close,
    grantedFor: (key) => (granted?.key === key ? granted.given : undefined),
    drop: () => remember(undefined),
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
