import type { ServerMessage } from '../server-messages.ts'
import { rateLimited, rejected, tooMany, unexpected } from './findings.ts'

const CODES = 'RFC 5530 section 3'
const DOVECOT = 'github.com/dovecot/core/blob/main/src/imap-login/client-authenticate.c'
const DOVECOT_LIMIT = 'github.com/dovecot/core/blob/main/src/login-common/sasl-proxy.c'
const DOVECOT_CODES = 'github.com/dovecot/core/blob/main/src/lib-imap/imap-resp-code.h'
const CYRUS = 'github.com/cyrusimap/cyrus-imapd/blob/master/imap/imapd.c'
const GMAIL_PASSWORD = 'support.google.com/accounts/answer/185833'
const GMAIL_BROWSER = 'support.google.com/mail/accounts/answer/78754'
const GMAIL_DISABLED =
  'github.com/mozilla-b2g/gaia-email-libs-and-more/blob/master/test/unit/test_imap_prober.js'
const GMAIL_LIMITS = 'support.google.com/a/answer/1071518'
const GMAIL_CONNECTIONS = 'support.google.com/mail/answer/7126229'
const YAHOO_LIMIT = 'github.com/M66B/FairEmail/blob/master/FAQ.md'
const HMAILSERVER = 'github.com/hmailserver/hmailserver, hmailserver/source/Server/IMAP'

/**
 * Responses of IMAP servers to a login, with their response code if there is one. Providers send their own texts with
 * various codes, mostly `ALERT`, so those have no code here. They come first, because a server may choose a code that
 * says less than its text.
 */
export const imapMessages: readonly ServerMessage[] = [
  // Encryption.
  {
    message: 'Cleartext authentication disallowed on non-secure (SSL/TLS) connections.',
    code: 'PRIVACYREQUIRED',
    finding: rejected('encryption_needed'),
    source: `${CODES}; ${DOVECOT}`,
  },
  {
    message: 'Plaintext authentication disallowed on non-secure (SSL/TLS) connections.',
    parts: ['plaintext authentication dis'],
    finding: rejected('encryption_needed'),
    source: 'Dovecot 2.3, login-common.h',
  },
  {
    message: 'Login only available under a layer',
    parts: ['login only available under a layer'],
    finding: rejected('encryption_needed'),
    source: CYRUS,
  },
  {
    message: 'A SSL/TLS-connection is required for authentication.',
    parts: ['ssl/tls-connection is required'],
    finding: rejected('encryption_needed'),
    source: HMAILSERVER,
  },
  // A password for applications.
  {
    message:
      'Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)',
    parts: ['application-specific password required'],
    finding: rejected('app_password_needed'),
    source: GMAIL_PASSWORD,
  },
  // Disabled.
  {
    message:
      'Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)',
    parts: ['log in via your web browser'],
    finding: rejected('sign_in_disabled'),
    source: GMAIL_BROWSER,
  },
  {
    message: 'Web login required: https://support.google.com/mail/answer/78754 (Failure)',
    parts: ['web login required'],
    finding: rejected('sign_in_disabled'),
    source: GMAIL_BROWSER,
  },
  {
    message:
      'Your account is not enabled for IMAP use. Please visit your Gmail settings page and enable your account for IMAP access. (Failure)',
    parts: ['not enabled for imap use'],
    finding: rejected('sign_in_disabled'),
    source: GMAIL_DISABLED,
  },
  {
    message:
      'IMAP access is disabled for your domain. Please contact your domain administrator for questions about this feature. (Failure)',
    parts: ['imap access is disabled'],
    finding: rejected('sign_in_disabled'),
    source: GMAIL_DISABLED,
  },
  // Limits.
  {
    message: 'LOGIN Rate limit hit',
    parts: ['rate limit hit'],
    finding: rateLimited,
    source: `${YAHOO_LIMIT}, for Yahoo`,
  },
  {
    message: 'Account exceeded command or bandwidth limits. (Failure)',
    parts: ['exceeded command or bandwidth limits'],
    finding: rateLimited,
    source: GMAIL_LIMITS,
  },
  {
    message: 'Too many simultaneous connections. (Failure)',
    parts: ['too many', 'connections'],
    finding: tooMany,
    source: GMAIL_CONNECTIONS,
  },
  {
    message: 'Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)',
    parts: ['maximum number of connections'],
    finding: tooMany,
    source: DOVECOT_LIMIT,
  },
  {
    message: 'Mailbox is busy',
    code: 'LIMIT',
    finding: tooMany,
    source: CODES,
  },
  {
    message: 'Request is throttled. Suggested Backoff Time: 92415 milliseconds',
    code: 'THROTTLED',
    finding: rateLimited,
    source: DOVECOT_CODES,
  },
  // The login.
  {
    message: 'Authentication failed.',
    code: 'AUTHENTICATIONFAILED',
    finding: rejected('bad_login'),
    source: `${CODES}; ${DOVECOT}`,
  },
  {
    message: 'Incorrect username or password. (#MBR1212)',
    code: 'AUTHORIZATIONFAILED',
    parts: ['incorrect username or password'],
    finding: rejected('bad_login'),
    source: 'wordpress.org/plugins/inbox-status, for Yahoo',
  },
  {
    message: 'Authorization failed',
    code: 'AUTHORIZATIONFAILED',
    finding: rejected('no_permission'),
    source: `${CODES}; ${DOVECOT}`,
  },
  {
    message: 'Access denied',
    code: 'NOPERM',
    finding: rejected('no_permission'),
    source: CODES,
  },
  {
    message: 'Password expired',
    code: 'EXPIRED',
    finding: rejected('password_expired'),
    source: `${CODES}; ${DOVECOT}`,
  },
  {
    message: 'Login disabled for this user',
    code: 'CONTACTADMIN',
    finding: rejected('sign_in_disabled'),
    source: `${CODES}; ${DOVECOT}`,
  },
  // Trouble of the server.
  {
    message: 'Temporary authentication failure.',
    code: 'UNAVAILABLE',
    finding: unexpected('server_error'),
    source: `${CODES}; ${DOVECOT}`,
  },
  {
    message: 'Mailbox is locked',
    code: 'INUSE',
    finding: unexpected('server_error'),
    source: CODES,
  },
  {
    message: 'Internal error occurred',
    code: 'SERVERBUG',
    finding: unexpected('server_error'),
    source: CODES,
  },
]
