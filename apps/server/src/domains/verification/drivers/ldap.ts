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
import { ldapBindMessages, ldapMessages, ldapSearchMessages } from './messages/ldap.ts'
import { findingOf, type ServerMessage } from './server-messages.ts'

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
  if (bindResult.code !== 0) {
    return meaningOfResult(ldapBindMessages, bindResult.code, bindResult.diagnostic)
  }
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

function meaningOfSearch({ code, diagnostic, entries }: Result): Finding {
  if (code === 0) return entries > 0 ? verified : { outcome: 'limited' }
  return meaningOfResult(ldapSearchMessages, code, diagnostic)
}

/** Classifies a result by the table of its request, or else by the table of all requests. */
function meaningOfResult(table: readonly ServerMessage[], code: number, text: string): Finding {
  const result = { code, text }
  return (
    findingOf(table, result) ??
    findingOf(ldapMessages, result) ?? { outcome: 'unexpected', reason: 'other_content' }
  )
}
