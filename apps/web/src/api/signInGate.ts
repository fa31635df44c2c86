/**
 * Where calls wait whose session has ended, until the same person has signed in again. Then they are made once more,
 * and what was typed meanwhile is still there.
 */
export interface SignInGate {
  /** @returns whether there is a session again, in the end; undefined where nobody can be asked to sign in */
  wait(): Promise<boolean> | undefined
  /** Everybody who waits may go on: there is a session again. Or nobody: the page is being left. */
  open(again: boolean): void
  isClosed(): boolean
  /** For whoever asks people to sign in: tells when `isClosed` changes. */
  subscribe(listener: () => void): () => void
}

export function createSignInGate(): SignInGate {
  const listeners = new Set<() => void>()
  let asked: { answer: Promise<boolean>; settle(again: boolean): void } | undefined
  const change = (next: typeof asked) => {
    asked = next
    for (const listener of listeners) listener()
  }
  return {
    wait() {
      if (listeners.size === 0) return undefined
      if (!asked) {
        let settle = (_again: boolean) => {}
        const answer = new Promise<boolean>((resolve) => {
          settle = resolve
        })
        change({ answer, settle })
      }
      return asked?.answer
    },
    open(again) {
      asked?.settle(again)
      change(undefined)
    },
    isClosed: () => asked !== undefined,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
