import type { AuditAction } from '@stepkey/shared/audit'
import type { Trx } from '../../platform/database/database.ts'
import { DAY } from '../../platform/time.ts'
import { countRecentEntries } from '../audit/audit-log.ts'
import type { WorkspaceContext } from '../context.ts'

/** Mails with one-time links per workspace, kind and day, so that Stepkey can't be used to send spam. */
const LIMIT = 50

/** What became of the mail. The link is valid in any case. */
export interface LinkMailResult {
  sent: boolean
  /** Why no mail was sent, and what to do. */
  problem?: string
}

/** A mail with a one-time link, ready to be sent. */
export interface LinkMail {
  to: string
  subject: string
  text: string
}

/**
 * Returns whether a workspace may send one more mail of a kind today. Call it after the audit entry of the link, in the
 * same transaction: it counts the audit entries that contain an e-mail address.
 */
export async function mayMailLink(trx: Trx, ctx: WorkspaceContext, action: AuditAction): Promise<boolean> {
  return (await countRecentEntries(trx, ctx, { action, detail: 'email', within: DAY })) <= LIMIT
}

/** Sends a stored one-time link, unless the daily limit is reached. Never throws. */
export async function mailLink(
  { mail, actor }: Pick<WorkspaceContext, 'mail' | 'actor'>,
  message: LinkMail,
  { isWithinLimit }: { isWithinLimit: boolean },
): Promise<LinkMailResult> {
  if (!isWithinLimit) {
    return notSent(`this workspace has reached its limit of ${LIMIT} mails per day. Try again tomorrow.`)
  }
  if (!mail) return notSent('this server has no mail server configured.')
  const { outcome } = await mail.send({ ...message, causedBy: actor.id })
  switch (outcome) {
    case 'sent':
      return { sent: true }
    case 'limited':
      return notSent('this server has reached its limit of mails per day. Try again tomorrow.')
    case 'refused':
      return notSent('the mail server does not deliver to this address. Check it.')
    case 'failed':
      return notSent('the mail server did not accept it. The operator finds the reason in the server’s log.')
  }
}

const notSent = (reason: string): LinkMailResult => ({
  sent: false,
  problem: `No mail was sent: ${reason} The link is valid: copy it and send it yourself.`,
})

/** Returns when a link expires, for the text of a mail: `2026-11-12, 14:05 UTC`, or as usual in a language. */
export function linkExpiry(expiresAt: string, locale?: string): string {
  if (locale === undefined) return `${expiresAt.slice(0, 10)}, ${expiresAt.slice(11, 16)} UTC`
  const format = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const
  return `${new Intl.DateTimeFormat(locale, format).format(new Date(expiresAt))} UTC`
}
