import type { Socket } from 'node:net'
import type { DriverOptions } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import {
  BindRequest,
  ExtendedRequest,
  PresenceFilter,
  ProtocolOperation,
  SearchRequest,
  UnbindRequest,
} from 'ldapts'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { tlsOptions, upgradeToTls } from '../../../platform/egress/tls.ts'
import type { Driver } from './driver.ts'
import { LdapConnection, type Result } from './ldap-connection.ts'

const { LDAP_RES_BIND, LDAP_RES_EXTENSION, LDAP_RES_SEARCH } = ProtocolOperation
const START_TLS = '1.3.6.1.4.1.1466.20037'
const WHO_AM_I = '1.3.6.1.4.1.4203.1.11.3'

/** Verifies an LDAP login with a simple bind, “Who am I?” and a search for the base entry. Follows no referrals. */
export const checkLdap: Driver<'ldap'> = async (options, egress, signal) => {
  // A bind without a password succeeds as anonymous for any user: RFC 4513 section 5.1.2.
  if (!options.password || !options.user) return { outcome: 'rejected', reason: 'login_needed' }
  const socket = await egress.connect(options.host, Number(options.port), signal)
  try {
    const stream = await secure(socket, options)
    return stream === undefined
      ? { outcome: 'tls', reason: 'tls_not_offered' }
      : await signIn(new LdapConnection(stream), options)
  } catch (error) {
    signal.throwIfAborted()
    return networkErrorMeaning(socket.errored ?? error, socket) ?? notLdap
  } finally {
    socket.destroySoon()
  }
}

const notLdap = { outcome: 'unexpected', reason: 'not_this_protocol' } as const

/** Returns the connection, encrypted as chosen, or undefined if the server refuses STARTTLS. */
async function secure(socket: Socket, options: DriverOptions['ldap']): Promise<Socket | undefined> {
  if (options.security === 'none') return socket
  if (options.security === 'starttls') {
    const server = new LdapConnection(socket)
    const request = new ExtendedRequest({ messageId: 1, oid: START_TLS })
    const { code } = await server.send(request, LDAP_RES_EXTENSION)
    if (code !== 0) return undefined
    // Plaintext that a man in the middle injected here would be read as if it were encrypted.
    if (server.hasMore) throw new Error('Unexpected data before the TLS handshake.')
  }
  return await upgradeToTls(socket, tlsOptions(options))
}

async function signIn(
  server: LdapConnection,
  { user, password, baseDn }: DriverOptions['ldap'],
): Promise<Finding> {
  const bindResult = await server.send(new BindRequest({ messageId: 2, dn: user, password }), LDAP_RES_BIND)
  if (bindResult.code !== 0) return meaningOfBind(bindResult)
  const whoAmI = await server.send(new ExtendedRequest({ messageId: 3, oid: WHO_AM_I }), LDAP_RES_EXTENSION)
  // An empty name means anonymous. Servers without this extension return no name at all.
  if (whoAmI.code === 0 && whoAmI.value === '') return { outcome: 'unexpected', reason: 'login_not_needed' }
  const identity = (whoAmI.code === 0 && whoAmI.value?.replace(/^(?:dn|u):/, '')) || user
  const finding = baseDn
    ? meaningOfSearch(await server.send(baseEntrySearch(baseDn), LDAP_RES_SEARCH))
    : verified
  server.end(new UnbindRequest({ messageId: 5 }).write())
  return finding.outcome === 'verified' || finding.outcome === 'limited' ? { ...finding, identity } : finding
}

const verified: Finding = { outcome: 'verified' }

/** Returns a search for the entry itself, without its attributes. */
const baseEntrySearch = (baseDN: string) =>
  new SearchRequest({
    messageId: 4,
    baseDN,
    scope: 'base',
    filter: new PresenceFilter({ attribute: 'objectClass' }),
    attributes: ['1.1'],
  })

/** RFC 4511 appendix A.2. */
function meaningOfSearch({ code, entries }: Result): Finding {
  switch (code) {
    case 0: // success
      return entries > 0 ? verified : { outcome: 'limited' }
    case 32: // noSuchObject
    case 34: // invalidDNSyntax
      return { outcome: 'rejected', reason: 'no_such_entry' }
    case 3: // timeLimitExceeded
    case 4: // sizeLimitExceeded
    case 11: // adminLimitExceeded
    case 50: // insufficientAccessRights
    case 53: // unwillingToPerform
      return { outcome: 'limited' }
  }
  return meaningOfCode(code)
}

function meaningOfBind({ code, diagnostic }: Result): Finding {
  switch (code) {
    case 49: // invalidCredentials
      return meaningOfActiveDirectory(diagnostic)
    case 32: // noSuchObject
    case 34: // invalidDNSyntax: not a possible user name
    case 48: // inappropriateAuthentication: the user has no password
      return { outcome: 'rejected', reason: 'bad_login' }
    case 19: // constraintViolation: 389 Directory Server after too many attempts
      return { outcome: 'rejected', reason: 'account_locked' }
    case 50: // insufficientAccessRights
    case 53: // unwillingToPerform: the user is disabled, or may not bind in this way
      return { outcome: 'rejected', reason: 'no_permission' }
  }
  return meaningOfCode(code)
}

function meaningOfCode(code: number): Finding {
  switch (code) {
    case 7: // authMethodNotSupported
    case 8: // strongerAuthRequired
    case 13: // confidentialityRequired
    case 14: // saslBindInProgress
      return { outcome: 'unexpected', reason: 'login_not_offered' }
    case 2: // protocolError
    case 12: // unavailableCriticalExtension
      return { outcome: 'unexpected', reason: 'refused_request' }
    case 10: // referral
      return { outcome: 'unexpected', reason: 'redirect' }
    case 1: // operationsError
    case 51: // busy
    case 52: // unavailable
    case 80: // other
      return { outcome: 'unexpected', reason: 'server_error' }
  }
  return { outcome: 'unexpected', reason: 'other_content' }
}

/**
 * Classifies a refused login by Active Directory's diagnostic message, such as “… AcceptSecurityContext error, data
 * 52e, v4563”. It contains a hexadecimal system error code: learn.microsoft.com/windows/win32/debug/system-error-codes.
 */
function meaningOfActiveDirectory(diagnostic: string): Finding {
  const [, data] = /\bdata ([0-9a-f]{3})\b/i.exec(diagnostic) ?? []
  switch (data?.toLowerCase()) {
    case '530': // not permitted at this time
    case '531': // not permitted from this computer
    case '569': // this type of logon is not granted
      return { outcome: 'rejected', reason: 'no_permission' }
    case '532': // expired
    case '773': // must be changed first
      return { outcome: 'rejected', reason: 'password_expired' }
    case '701': // the account has expired
      return { outcome: 'rejected', reason: 'login_expired' }
    case '533': // disabled
    case '775': // locked out
      return { outcome: 'rejected', reason: 'account_locked' }
  }
  // 52e (wrong password), 525 (no such user), and every other server.
  return { outcome: 'rejected', reason: 'bad_login' }
}
