/** How long calls wait for another token, in milliseconds. */
const RENEWAL_TIMEOUT = 15_000

/** Lets calls with an expired token wait for the next one. */
export interface Renewal {
  /** Resolves to whether there is another token. */
  wait(): Promise<boolean>
  /** Resumes all waiting calls. */
  settle(isRenewed: boolean): void
}

/**
 * Creates the renewal of a connect token. After a timeout of 15 seconds, the next call asks again.
 * @param requestToken asks the page for another token; if it rejects, the waiting calls fail
 */
export function createRenewal(requestToken: () => Promise<void>): Renewal {
  let waiting: ((isRenewed: boolean) => void)[] = []
  let timeout: ReturnType<typeof setTimeout> | undefined
  function settle(isRenewed: boolean) {
    clearTimeout(timeout)
    const callbacks = waiting
    waiting = []
    for (const resume of callbacks) resume(isRenewed)
  }
  function wait(): Promise<boolean> {
    const renewed = new Promise<boolean>((resolve) => waiting.push(resolve))
    if (waiting.length === 1) {
      timeout = setTimeout(() => settle(false), RENEWAL_TIMEOUT)
      requestToken().catch(() => settle(false))
    }
    return renewed
  }
  return { wait, settle }
}
