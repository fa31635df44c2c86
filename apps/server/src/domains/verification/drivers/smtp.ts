import type { Finding } from '@stepkey/shared/verification'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { tlsOptions } from '../../../platform/egress/tls.ts'
import type { Driver } from './driver.ts'
import { smtpMessages } from './messages/smtp.ts'
import { findingOf } from './server-messages.ts'

/** Verifies an SMTP login with EHLO, TLS as chosen, AUTH and QUIT; sends no mail. */
export const checkSmtp: Driver<'smtp'> = async (options, egress, signal) => {
  const socket = await egress.connect(options.host, Number(options.port), signal)
  const connection = new SMTPConnection({
    connection: socket,
    host: options.host,
    secure: options.security === 'tls',
    requireTLS: options.security === 'starttls',
    ignoreTLS: options.security === 'none',
    tls: tlsOptions(options),
    name: 'stepkey',
  })
  try {
    const isOffered = await new Promise<boolean>((resolve, reject) => {
      connection.once('error', reject)
      connection.once('end', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
      connection.connect(() => {
        const { user, password: pass } = options
        // nodemailer would send the password with AUTH PLAIN, also to a server that offers only XOAUTH2.
        const isPossible = !user || offersPassword(String(connection.lastServerResponse))
        if (!user || !isPossible) return resolve(isPossible)
        connection.login({ user, credentials: { user, pass } }, (error) =>
          error ? reject(error) : resolve(true),
        )
      })
    })
    if (!isOffered) return loginNotOffered
    // For a relay without a login, the greeting and the chosen encryption are all there is to verify.
    if (!options.user) return { outcome: 'verified' }
    // Only 235 confirms the login; nodemailer accepts any 2xx code.
    if (!/^235/.test(String(connection.lastServerResponse))) {
      return { outcome: 'unexpected', reason: 'not_this_protocol' }
    }
    return { outcome: 'verified', identity: options.user }
  } catch (error) {
    signal.throwIfAborted()
    return meaning(error as SmtpError)
  } finally {
    connection.quit()
    connection.close()
    socket.destroySoon()
  }
}

const loginNotOffered: Finding = { outcome: 'unexpected', reason: 'login_not_offered' }

/** Whether the response to EHLO offers a mechanism that sends a password: RFC 4954 section 3. */
function offersPassword(response: string): boolean {
  return response.split('\n').some((line) => {
    const [, list = ''] = /^250[- ]AUTH[ =](.*)$/i.exec(line.trimEnd()) ?? []
    return list.split(/[ =]/).some((mechanism) => /^(?:PLAIN|LOGIN|CRAM-MD5)$/i.test(mechanism))
  })
}

/** The properties that nodemailer adds to its errors. */
interface SmtpError {
  code?: string
  response?: string
  responseCode?: number
}

function meaning(error: SmtpError): Finding {
  const { code, response = '', responseCode } = error
  if (code === 'ETLS' && responseCode) return { outcome: 'tls', reason: 'tls_not_offered' }
  const text = response.replaceAll(/^\d{3}[- ]/gm, '')
  const finding = responseCode && findingOf(smtpMessages, { code: responseCode, text })
  if (finding) return finding
  if (code === 'EAUTH' && responseCode && responseCode >= 500) {
    return { outcome: 'rejected', reason: 'bad_login' }
  }
  const networkFinding = networkErrorMeaning(error)
  if (networkFinding) return networkFinding
  if (code === 'ETLS') return { outcome: 'tls', reason: 'tls_not_offered' }
  if (code === 'EAUTH') return loginNotOffered
  if (code === 'ETIMEDOUT') return { outcome: 'timeout' }
  return { outcome: 'unexpected', reason: 'not_this_protocol' }
}
