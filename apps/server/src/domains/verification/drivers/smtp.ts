import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { tlsOptions } from '../../../platform/egress/tls.ts'
import type { Driver } from './driver.ts'

/** Verifies an SMTP login with EHLO, TLS as chosen, AUTH and QUIT; sends no mail. Reply codes: RFC 4954 section 6. */
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
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject)
      connection.once('end', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
      connection.connect(() => {
        const { user, password: pass } = options
        if (!user) return resolve()
        connection.login({ user, credentials: { user, pass } }, (error) =>
          error ? reject(error) : resolve(),
        )
      })
    })
    // For a relay without a login, the greeting and the chosen encryption are all there is to verify.
    if (!options.user) return { outcome: 'verified' }
    // Only 235 confirms the login; nodemailer accepts any 2xx code.
    if (!/^235/.test(String(connection.lastServerResponse))) {
      return { outcome: 'unexpected', reason: 'not_this_protocol' }
    }
    return { outcome: 'verified', identity: options.user }
  } catch (error) {
    signal.throwIfAborted()
    return meaning(error as { code?: string; responseCode?: number })
  } finally {
    connection.quit()
    connection.close()
    socket.destroySoon()
  }
}

function meaning(error: { code?: string; responseCode?: number }) {
  if (error.code === 'ETLS' && error.responseCode)
    return { outcome: 'tls', reason: 'tls_not_offered' } as const
  switch (error.responseCode) {
    case 421:
      return { outcome: 'unreachable', reason: 'too_many_connections' } as const
    case 454:
      return { outcome: 'unexpected', reason: 'server_error' } as const
    // The server does not support the command or the mechanism, or not without TLS.
    case 500:
    case 502:
    case 503:
    case 504:
    case 530:
    case 538:
      return { outcome: 'unexpected', reason: 'login_not_offered' } as const
  }
  if (error.code === 'EAUTH' && error.responseCode && error.responseCode >= 500) {
    return { outcome: 'rejected', reason: 'bad_login' } as const
  }
  const networkFinding = networkErrorMeaning(error)
  if (networkFinding) return networkFinding
  if (error.code === 'ETLS') return { outcome: 'tls', reason: 'tls_not_offered' } as const
  if (error.code === 'EAUTH') return { outcome: 'unexpected', reason: 'login_not_offered' } as const
  if (error.code === 'ETIMEDOUT') return { outcome: 'timeout' } as const
  return { outcome: 'unexpected', reason: 'not_this_protocol' } as const
}
