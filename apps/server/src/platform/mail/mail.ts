import type { Logger } from 'pino'
import type { Config } from '../../config.ts'
import { createEgress, type EgressPorts } from '../egress/egress.ts'
import { logFailure } from '../telemetry/log.ts'

/** A plain-text mail to one recipient. */
export interface MailMessage {
  /** An e-mail address without a name. */
  to: string
  /** Contains no text of users, because it is read before the sender is known. */
  subject: string
  text: string
  /** The account or API key that causes the mail. Of a notice, the account that gets it. */
  causedBy: string
  /** Whether Stepkey itself causes the mail. Such mails leave a part of the daily limit to those of users. */
  isNotice?: boolean
  /** The part of the Message-ID before the @. A mail that is sent again has the same one. Random by default. */
  id?: string
  /** When the mail was composed. Now by default. */
  date?: Date
}

/**
 * The result of sending. `refused`: the mail server does not deliver to this address. `limited`: too many mails today.
 * `failed` is logged.
 */
export interface MailOutcome {
  outcome: 'sent' | 'refused' | 'limited' | 'failed'
}

/** Mails per day of one account or API key, and of this process, so that Stepkey can't be used to send spam. */
const DAILY_LIMIT = { perSender: 100, perProcess: 1000, noticesPerProcess: 800 }

/** Sends mails through the operator's mail server. */
export interface Mail {
  /** Sends a mail. Never throws, and does not take much longer than the deadline. */
  send(message: MailMessage): Promise<MailOutcome>
}

interface Options {
  /** The network below the address filter. Tests replace it by loopback. */
  ports?: EgressPorts
  /** Time limit for sending one mail, in milliseconds. */
  deadline?: number
  clock?: () => Date
}

/**
 * Returns the mail sender, or undefined if no mail server is configured. It has its own egress: the permission to reach
 * a mail server at a private address must not apply to verifications.
 */
export function createMail(
  { mail, publicUrl }: Pick<Config, 'mail' | 'publicUrl'>,
  log: Logger,
  { ports, deadline = 10_000, clock = () => new Date() }: Options = {},
): Mail | undefined {
  if (!mail) return undefined
  const { host, port, encryption, login, from } = mail
  const egress = createEgress([{ host, port }], ports)

  async function transport(signal: AbortSignal) {
    // Loaded on first use.
    const { createTransport } = await import('nodemailer')
    return createTransport({
      host,
      port,
      name: new URL(publicUrl).hostname,
      secure: encryption === 'tls',
      requireTLS: encryption === 'starttls',
      ignoreTLS: encryption === 'none',
      tls: { ca: ports?.ca },
      auth: login && { user: login.user, pass: login.password },
      disableFileAccess: true,
      disableUrlAccess: true,
      getSocket: (_options, done) => {
        egress.connect(host, port, signal).then(
          (connection) => done(null, { connection }),
          (error) => done(error),
        )
      },
    })
  }

  let today = { day: '', total: 0, notices: 0, bySender: new Map<string, number>() }
  /** Counts a mail, unless a limit of this day is reached. @returns whether it may be sent */
  function count(sender: string, isNotice: boolean): boolean {
    const day = clock().toISOString().slice(0, 10)
    if (today.day !== day) today = { day, total: 0, notices: 0, bySender: new Map() }
    const sent = today.bySender.get(sender) ?? 0
    if (sent >= DAILY_LIMIT.perSender || today.total >= DAILY_LIMIT.perProcess) return false
    if (isNotice && today.notices >= DAILY_LIMIT.noticesPerProcess) return false
    today.bySender.set(sender, sent + 1)
    today.total++
    if (isNotice) today.notices++
    return true
  }

  return {
    async send({ to, subject, text, causedBy, isNotice = false, id, date }) {
      if (!count(causedBy, isNotice)) return { outcome: 'limited' }
      const signal = AbortSignal.timeout(deadline)
      try {
        const transporter = await transport(signal)
        await transporter.sendMail({
          from,
          // An object, because nodemailer would split a string at commas.
          to: { name: '', address: to },
          subject: oneLine(subject),
          text,
          ...(id !== undefined && { messageId: `<${id}@${new URL(publicUrl).hostname}>` }),
          ...(date && { date }),
          headers: { 'auto-submitted': 'auto-generated' },
          signal,
        })
        return { outcome: 'sent' }
      } catch (error) {
        if (isAboutRecipient(error as Failure)) return { outcome: 'refused' }
        logFailure(log, 'mail', error)
        return { outcome: 'failed' }
      }
    },
  }
}

/** Replaces line breaks and other control characters by spaces, so that a name can't start a new header or line. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()

interface Failure {
  code?: string
  command?: string
  responseCode?: number
}

/** Whether the recipient was refused permanently: by the server, or by nodemailer because the address is invalid. */
const isAboutRecipient = ({ code, command, responseCode = 500 }: Failure) =>
  code === 'EENVELOPE' && (command === 'RCPT TO' || command === 'API') && responseCode >= 500
