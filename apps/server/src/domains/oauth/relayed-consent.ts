import type { ConsentDelivered, ConsentStarted, DeliverConsent, StartConsent } from '@stepkey/shared/consent'
import { hashToken, newToken } from '../../platform/opaque-token.ts'
import { MINUTE } from '../../platform/time.ts'
import type { Deps } from '../context.ts'
import { changeConsentRecord, isExpired, openConsentRow } from './consent-record.ts'
import { findConsentByTicket, findConsentOfBrowser } from './store.ts'

/**
 * The way of a redirect to a page that can't receive it itself: a frame in a page of another site shares no storage and no
 * channel with the window that the provider redirects. The page gives the window a ticket, the window gets a cookie for
 * it, and only a browser with this cookie can bring the redirect. The page polls for it.
 */

/** Time limit for the user's consent at the provider, in milliseconds. */
export const REDIRECT_LIFETIME = 15 * MINUTE
/** How often the page asks whether the window has brought the redirect, in seconds. */
export const RELAY_INTERVAL = 1

/** Values of `openedFrom`, apart from origins. */
export const OPENED_FROM = {
  /** A page of this Stepkey. */
  self: 'self',
  /** The browser does not tell. */
  unknown: 'unknown',
  /** Another page, without its origin; or no page, for example for a link in an e-mail. */
  elsewhere: 'elsewhere',
} as const

type Port = Pick<Deps, 'db' | 'keyring' | 'clock'>

/**
 * Exchanges a ticket for the provider's page. Only for windows that were opened from the page that began the consent:
 * otherwise an attacker could send the address of the window to a victim, and would get the victim's grant. Pages of an
 * embed can have links of other people, for example in comments, so that windows from there need a confirmation.
 * @returns with `redirect` also the consent and the secret for the browser's cookie
 */
export async function startConsent(
  ports: Port,
  { ticket, openedFrom, isConfirmed = false, sameTab }: StartConsent,
): Promise<{ answer: ConsentStarted; cookie?: { consentId: string; secret: string } }> {
  const row = await findConsentByTicket(ports.db, hashToken(ticket))
  if (!row) return { answer: { outcome: 'unknown' } }
  const record = await openConsentRow(ports, row)
  const { content } = record
  if (row.state !== 'away' || isExpired(record, ports) || content.url === undefined)
    return { answer: { outcome: 'unknown' } }
  if (openedFrom !== OPENED_FROM.self) {
    if (openedFrom !== OPENED_FROM.unknown && openedFrom !== row.origin)
      return { answer: { outcome: 'elsewhere' } }
    if (!isConfirmed) return { answer: { outcome: 'unconfirmed' } }
  }
  const { token, tokenHash } = newToken()
  const used = await changeConsentRecord(
    ports,
    record,
    { ...content, sameTab },
    { ticket_hash: null, browser_hash: tokenHash },
  )
  if (!used) return { answer: { outcome: 'unknown' } }
  return {
    answer: { outcome: 'redirect', url: content.url },
    cookie: { consentId: row.id, secret: token },
  }
}

/** Returns the consent that a redirect belongs to, by its state; undefined for the redirect of no consent. */
export const consentIdOf = ({ parameters }: DeliverConsent): string | undefined =>
  /^([\da-f-]{36})\./.exec(parameters.state ?? '')?.[1]

/** A redirect that was kept, or not. */
interface Delivery {
  outcome: ConsentDelivered['outcome']
  /** Present if the window replaced the page that began the consent. */
  continues?: Omit<NonNullable<ConsentDelivered['continues']>, 'token'> & { connectSessionId: string }
}

/**
 * Keeps a redirect for the page that began the consent. If the window replaced that page, and its secret with it, the
 * window gets a new secret and goes on.
 * @param browserSecret the cookie that this browser got for the consent
 */
export async function deliverConsent(
  ports: Port,
  { parameters, path }: DeliverConsent,
  browserSecret: string,
): Promise<Delivery> {
  const id = consentIdOf({ parameters, path }) ?? ''
  const row = await findConsentOfBrowser(ports.db, id, hashToken(browserSecret))
  if (!row) return { outcome: 'unknown' }
  const record = await openConsentRow(ports, row)
  const { attempt, returned, sameTab } = record.content
  if (row.state !== 'away' || isExpired(record, ports) || returned || attempt?.state !== parameters.state)
    return { outcome: 'unknown' }
  const connectSessionId = sameTab ? row.connect_session_id : null
  const { token: consentSecret, tokenHash } = newToken()
  const kept = await changeConsentRecord(
    ports,
    record,
    { ...record.content, returned: { parameters, path } },
    connectSessionId === null ? {} : { holder_hash: tokenHash },
  )
  if (!kept) return { outcome: 'unknown' }
  if (connectSessionId === null || !sameTab) return { outcome: 'delivered' }
  return {
    outcome: 'delivered',
    continues: {
      connectSessionId,
      ...sameTab,
      componentId: row.component_id,
      methodId: row.method_id,
      consentId: row.id,
      consentSecret,
      ...(row.return_url !== null && { returnUrl: row.return_url }),
    },
  }
}
