/**
 * Lets calls wait after the session has ended, until the same user has signed in again. Then the calls are repeated, and
 * unsaved input on the page is kept.
 */
export interface SignInGate {
  /** @returns whether there is a session again; undefined if there is no sign-in dialog on the page */
  wait(): Promise<boolean> | undefined
  /** Resolves all waiting calls: true if there is a session again, false if the user leaves the page. */
  open(hasSession: boolean): void
  isClosed(): boolean
  /** Calls the listener when `isClosed` changes. Used by the sign-in dialog. */
  subscribe(listener: () => void): () => void
}

/** Creates an open gate. */
export function createSignInGate(): SignInGate {
  const listeners = new Set<() => void>()
  let pending: { result: Promise<boolean>; settle(hasSession: boolean): void } | undefined
  const change = (next: typeof pending) => {
    pending = next
    for (const listener of listeners) listener()
  }
  return {
    wait() {
      if (listeners.size === 0) return undefined
      if (!pending) {
        let settle = (_hasSession: boolean) => {}
        const result = new Promise<boolean>((resolve) => {
          settle = resolve
        })
        change({ result, settle })
      }
      return pending?.result
    },
    open(hasSession) {
      pending?.settle(hasSession)
      change(undefined)
    },
    isClosed: () => pending !== undefined,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
