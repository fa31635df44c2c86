import type { ServerMessage } from '../server-messages.ts'
import { rejected, unexpected } from './findings.ts'

const CODES = 'RFC 4511 appendix A.2'
const WINDOWS = 'learn.microsoft.com/windows/win32/debug/system-error-codes'
const WINDOWS_SIGNING =
  'learn.microsoft.com/troubleshoot/windows-server/active-directory/enable-ldap-signing-in-windows-server'
const DIRECTORY_389 = 'github.com/389ds/389-ds-base/blob/main/ldap/servers/slapd/pw_mgmt.c'
const FREEIPA = 'github.com/freeipa/freeipa/blob/master/daemons/ipa-slapi-plugins/ipa-lockout/ipa_lockout.c'
const FREEIPA_ERRORS =
  'github.com/vt-middleware/ldaptive/blob/main/core/src/test/java/org/ldaptive/auth/ext/FreeIPAAccountStateTest.java'

/**
 * Results of a bind. The diagnostic message of Active Directory contains a hexadecimal system error code, such as 52e.
 */
export const ldapBindMessages: readonly ServerMessage[] = [
  // Active Directory.
  {
    message: '80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data 52e, v4563',
    code: 49,
    parts: ['acceptsecuritycontext error', 'data 52e,'],
    finding: rejected('bad_login'),
    source: `${WINDOWS}, ERROR_LOGON_FAILURE`,
  },
  {
    message: '80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data 525, v4563',
    code: 49,
    parts: ['acceptsecuritycontext error', 'data 525,'],
    finding: rejected('bad_login'),
    source: `${WINDOWS}, ERROR_NO_SUCH_USER`,
  },
  {
    message: '80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data 530, v4563',
    code: 49,
    parts: ['acceptsecuritycontext error', 'data 530,'],
    finding: rejected('no_permission'),
    source: `${WINDOWS}, ERROR_INVALID_LOGON_HOURS`,
  },
  {
    message: '80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data 531, v4563',
    code: 49,
    parts: ['acceptsecuritycontext error', 'data 531,'],
    finding: rejected('address_not_admitted'),
    source: `${WINDOWS}, ERROR_INVALID_WORKSTATION`,
  },
  {
    message: '80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data 532, v4563',
    code: 49,
    parts: ['acceptsecuritycontext error', 'data 532,'],
    finding: rejected('password_expired'),
    source: `${WINDOWS}, ERROR_PASSWORD_EXPIRED`,
  },
  {
    message: '80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data 533, v4563',
    code: 49,
    parts: ['acceptsecuritycontext error', 'data 533,'],
    finding: rejected('sign_in_disabled'),
    source: `${WINDOWS}, ERROR_ACCOUNT_DISABLED`,
  },
  {
    message: '80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data 569, v4563',
    code: 49,
    parts: ['acceptsecuritycontext error', 'data 569,'],
    finding: rejected('no_permission'),
    source: `${WINDOWS}, ERROR_LOGON_TYPE_NOT_GRANTED`,
  },
  {
    message: '80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data 701, v4563',
    code: 49,
    parts: ['acceptsecuritycontext error', 'data 701,'],
    finding: rejected('login_expired'),
    source: `${WINDOWS}, ERROR_ACCOUNT_EXPIRED`,
  },
  {
    message: '80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data 773, v4563',
    code: 49,
    parts: ['acceptsecuritycontext error', 'data 773,'],
    finding: rejected('password_expired'),
    source: `${WINDOWS}, ERROR_PASSWORD_MUST_CHANGE`,
  },
  {
    message: '80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data 775, v4563',
    code: 49,
    parts: ['acceptsecuritycontext error', 'data 775,'],
    finding: rejected('account_locked'),
    source: `${WINDOWS}, ERROR_ACCOUNT_LOCKED_OUT`,
  },
  {
    message:
      '00002028: LdapErr: DSID-0C090259, comment: The server requires binds to turn on integrity checking if SSL\\TLS are not already active on the connection, data 0, v4563',
    code: 8,
    parts: ['requires binds to turn on integrity checking'],
    finding: rejected('encryption_needed'),
    source: WINDOWS_SIGNING,
  },
  // Other servers.
  {
    message: 'Account inactivated. Contact system administrator.',
    code: 53,
    parts: ['account inactivated'],
    finding: rejected('sign_in_disabled'),
    source: DIRECTORY_389,
  },
  {
    message: 'Entry permanently locked.\n',
    code: 53,
    parts: ['entry permanently locked'],
    finding: rejected('account_locked'),
    source: FREEIPA,
  },
  {
    message: 'Too many failed logins.\n',
    code: 53,
    parts: ['too many failed logins'],
    finding: rejected('account_locked'),
    source: FREEIPA,
  },
  {
    message: 'Account (Kerberos principal) is expired',
    code: 53,
    parts: ['account (kerberos principal) is expired'],
    finding: rejected('login_expired'),
    source: FREEIPA_ERRORS,
  },
  {
    message: 'Exceed password retry limit. Please try later.',
    code: 19, // constraintViolation
    finding: rejected('account_locked'),
    source: DIRECTORY_389,
  },
  {
    message: 'Invalid credentials',
    code: 49, // invalidCredentials
    finding: rejected('bad_login'),
    source: CODES,
  },
  {
    message: 'noSuchObject',
    code: 32,
    finding: rejected('bad_login'),
    source: CODES,
  },
  {
    message: 'invalidDNSyntax: not a possible user name',
    code: 34,
    finding: rejected('bad_login'),
    source: CODES,
  },
  {
    message: 'inappropriateAuthentication: the user has no password',
    code: 48,
    finding: rejected('bad_login'),
    source: CODES,
  },
  {
    message: 'insufficientAccessRights',
    code: 50,
    finding: rejected('no_permission'),
    source: CODES,
  },
  {
    message: 'unwillingToPerform: the user may not bind in this way',
    code: 53,
    finding: rejected('no_permission'),
    source: CODES,
  },
  {
    message: 'confidentialityRequired',
    code: 13,
    finding: rejected('encryption_needed'),
    source: CODES,
  },
]

/** Results of the search for the base entry. */
export const ldapSearchMessages: readonly ServerMessage[] = [
  {
    message: 'noSuchObject',
    code: 32,
    finding: rejected('no_such_entry'),
    source: CODES,
  },
  {
    message: 'invalidDNSyntax',
    code: 34,
    finding: rejected('no_such_entry'),
    source: CODES,
  },
  {
    message: 'timeLimitExceeded',
    code: 3,
    finding: { outcome: 'limited' },
    source: CODES,
  },
  {
    message: 'sizeLimitExceeded',
    code: 4,
    finding: { outcome: 'limited' },
    source: CODES,
  },
  {
    message: 'adminLimitExceeded',
    code: 11,
    finding: { outcome: 'limited' },
    source: CODES,
  },
  {
    message: 'insufficientAccessRights',
    code: 50,
    finding: { outcome: 'limited' },
    source: CODES,
  },
  {
    message: 'unwillingToPerform',
    code: 53,
    finding: { outcome: 'limited' },
    source: CODES,
  },
]

/** Results of all requests. */
export const ldapMessages: readonly ServerMessage[] = [
  {
    message: 'authMethodNotSupported',
    code: 7,
    finding: unexpected('login_not_offered'),
    source: CODES,
  },
  {
    message: 'strongerAuthRequired',
    code: 8,
    finding: unexpected('login_not_offered'),
    source: CODES,
  },
  {
    message: 'confidentialityRequired',
    code: 13,
    finding: unexpected('login_not_offered'),
    source: CODES,
  },
  {
    message: 'saslBindInProgress',
    code: 14,
    finding: unexpected('login_not_offered'),
    source: CODES,
  },
  {
    message: 'protocolError',
    code: 2,
    finding: unexpected('refused_request'),
    source: CODES,
  },
  {
    message: 'unavailableCriticalExtension',
    code: 12,
    finding: unexpected('refused_request'),
    source: CODES,
  },
  {
    message: 'referral',
    code: 10,
    finding: unexpected('redirect'),
    source: CODES,
  },
  {
    message: 'operationsError',
    code: 1,
    finding: unexpected('server_error'),
    source: CODES,
  },
  {
    message: 'busy',
    code: 51,
    finding: unexpected('server_error'),
    source: CODES,
  },
  {
    message: 'unavailable',
    code: 52,
    finding: unexpected('server_error'),
    source: CODES,
  },
  {
    message: 'other',
    code: 80,
    finding: unexpected('server_error'),
    source: CODES,
  },
]
