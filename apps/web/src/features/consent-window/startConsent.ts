import type { ConsentStarted } from '@stepkey/shared/consent'
import { type Api, codeOf } from '../../api/api.ts'
import { createLinkSecret } from '../../api/linkSecret.ts'

/** The ticket with which this window may open the page of a provider. */
export const consentTicket = createLinkSecret('ticket')
/** The name of the credential. Present if this window replaces the page that began the consent. */
export const sameTabName = createLinkSecret('name')

/** The window may open before the consent begins. Milliseconds between two attempts, and until it gives up. */
const [ATTEMPT_INTERVAL, PATIENCE] = [500, 30_000]

/** Why the window can’t go on. */
export type Obstacle = Exclude<ConsentStarted['outcome'], 'redirect'>

/**
 * Goes on to the page of the provider.
 * @returns why it can’t; otherwise never
 */
export async function startConsent({ client }: Api, isConfirmed = false): Promise<Obstacle> {
  const ticket = consentTicket.read()
  if (ticket === undefined) return 'unknown'
  const name = sameTabName.read()
  for (const end = Date.now() + PATIENCE; ; ) {
    const sameTab = name === undefined ? undefined : { name }
    const started = await client.consents.start
      .mutate({ ticket, openedFrom: openedFrom(), isConfirmed, sameTab })
      .catch((error: unknown) => {
        // A part of the address is missing.
        if (codeOf(error) === 'invalid_input') return undefined
        throw error
      })
    if (!started) return 'unknown'
    if (started.outcome === 'redirect') {
      consentTicket.forget()
      window.location.replace(started.url)
      return await new Promise(() => {})
    }
    if (started.outcome !== 'unknown' || Date.now() > end) return started.outcome
    await new Promise((resolve) => setTimeout(resolve, ATTEMPT_INTERVAL))
  }
}

/** Returns where this window was opened from. Only the server can tell, when it serves this page. */
const openedFrom = () =>
  document.querySelector<HTMLMetaElement>('meta[name="stepkey-opened-from"]')?.content ?? 'elsewhere'
