import type { Logger } from 'pino'
import type { Config } from '../../config.ts'
import { createEgress, type EgressPorts } from '../egress/egress.ts'
import { logFailure } from '../telemetry/log.ts'

/** A letter of plain text to one person. */
export interface MailMessage {
  /** An e-mail address and nothing else. */
  to: string
  subject: string
  text: string
}

/** What came of it. `refused`: the mail server does not deliver to this address. `failed` is logged. */
export type MailOutcome = { outcome: 'sent' } | { outcome: 'refused' } | { outcome: 'failed' }

/** Sends letters through the operator's mail server. */
export interface Mail {
  /** Never throws, and never takes much longer than the deadline. */
  send(letter: MailMessage): Promise<MailOutcome>
}

interface Options {
  /** The world below the guard; tests put loopback there. */
  ports?: EgressPorts
  /** How long one letter may take, in milliseconds. */
  deadline?: number
}

/**
 * Undefined when the operator has configured no mail server. Only letters get out here: what allows it to be a private
 * address must not allow that to a verification.
 */
export function createMail(
  { mail, publicUrl }: Pick<Config, 'mail' | 'publicUrl'>,
  log: Logger,
  { ports, deadline = 10_000 }: Options = {},
): Mail | undefined {
  if (!mail) return undefined
  const { host, port, encryption, login, from } = mail
  const egress = createEgress([{ host, port }], ports)

  async function transport(signal: AbortSignal) {
    // Loaded when first used.
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

  return {
    async send({ to, subject, text }) {
      const signal = AbortSignal.timeout(deadline)
      try {
        const transporter = await transport(signal)
        await transporter.sendMail({
          from,
          // Never as text, which would be taken apart at commas.
          to: { name: '', address: to },
          subject: oneLine(subject),
          text,
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

/** Names come from people and from other systems. None may begin a line of its own, in a header or in the text. */
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

/** Refused for good, not only for now: by the server, or before it was asked, for what is no address. */
const isAboutRecipient = ({ code, command, responseCode = 500 }: Failure) =>
  code === 'EENVELOPE' && (command === 'RCPT TO' || command === 'API') && responseCode >= 500
