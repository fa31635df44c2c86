import type { ServerMessage } from '../server-messages.ts'
import { rateLimited, rejected, tooMany, unexpected } from './findings.ts'

const GMAIL = 'support.google.com/a/answer/3726730'
const MICROSOFT =
  'learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission'
const MICROSOFT_BASIC =
  'techcommunity.microsoft.com, “Exchange Online to retire Basic auth for Client Submission”'
const MICROSOFT_ACCESS = 'docs.bookyourpto.com/features/smtp-troubleshoot, as seen at Microsoft 365'
const MICROSOFT_NDR =
  'learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online'
const YAHOO = 'github.com/nodemailer/nodemailer/issues/1112'
const POSTFIX_SASL = 'github.com/vdukhovni/postfix/blob/master/postfix/src/smtpd/smtpd_sasl_proto.c'
const POSTFIX = 'github.com/vdukhovni/postfix/blob/master/postfix/src/smtpd/smtpd.c'
const POSTSCREEN = 'postfix.org/POSTSCREEN_README.html'
const EXIM = 'github.com/Exim/exim/blob/master/src/src/smtp_in.c'
const EXIM_DAEMON = 'github.com/Exim/exim/blob/master/src/src/daemon.c'
const DOVECOT = 'github.com/dovecot/core/blob/main/src/submission-login/client-authenticate.c'
const HMAILSERVER = 'github.com/hmailserver/hmailserver, hmailserver/test/RegressionTests/SMTP'
const AUTH = 'RFC 4954 section 6'
const CODES = 'RFC 5248 section 2.4'

/** Replies of SMTP servers to EHLO and AUTH, without the code at the start of each line. */
export const smtpMessages: readonly ServerMessage[] = [
  // Encryption.
  {
    message: '5.7.0 Must issue a STARTTLS command first. f3sm9277120nfh.74 - gsmtp',
    code: 530,
    parts: ['must issue a starttls command first'],
    finding: rejected('encryption_needed'),
    source: `${GMAIL}; ${POSTFIX}; RFC 3207 section 4`,
  },
  {
    message: 'A SSL/TLS-connection is required for authentication.',
    code: 530,
    parts: ['ssl/tls-connection is required'],
    finding: rejected('encryption_needed'),
    source: HMAILSERVER,
  },
  {
    message: '5.7.0 Cleartext authentication disallowed on non-secure (SSL/TLS) connections.',
    code: 530,
    parts: ['cleartext authentication disallowed'],
    finding: rejected('encryption_needed'),
    source: DOVECOT,
  },
  {
    message: '5.7.11 Encryption required for requested authentication mechanism',
    code: 538,
    finding: rejected('encryption_needed'),
    source: AUTH,
  },
  {
    message: '5.5.4 Encryption required for requested authentication mechanism',
    code: 504,
    parts: ['encryption required'],
    finding: rejected('encryption_needed'),
    source: POSTFIX_SASL,
  },
  {
    message: '5.7.10 Encryption Needed',
    code: 523,
    finding: rejected('encryption_needed'),
    source: `${CODES}; ${DOVECOT}`,
  },
  // A password for applications.
  {
    message:
      '5.7.9 Application-specific password required. Learn more at\n5.7.9 https://support.google.com/mail/?p=InvalidSecondFactor',
    parts: ['application-specific password required'],
    finding: rejected('app_password_needed'),
    source: `${GMAIL}, with the codes 534 and 535`,
  },
  {
    message: '5.7.0 (#AUTH005) Too many bad auth attempts.',
    code: 535,
    parts: ['#auth005'],
    finding: rejected('app_password_needed'),
    source: YAHOO,
  },
  // Disabled.
  {
    message: '5.7.9 Please log in with your web browser and then try again.',
    parts: ['please log in with your web browser'],
    finding: rejected('sign_in_disabled'),
    source: `${GMAIL}, with the codes 534 and 535`,
  },
  {
    message: '5.7.14 Please log in via your web browser and then try again.',
    parts: ['please log in via your web browser'],
    finding: rejected('sign_in_disabled'),
    source: 'github.com/gogs/docs/pull/241',
  },
  {
    message: '5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
    code: 535,
    parts: ['5.7.139', 'smtpclientauthentication is disabled'],
    finding: rejected('sign_in_disabled'),
    source: `${MICROSOFT}, also for the mailbox`,
  },
  {
    message: '5.7.139 Authentication unsuccessful, basic authentication is disabled.',
    code: 535,
    parts: ['5.7.139', 'basic authentication is disabled'],
    finding: rejected('sign_in_disabled'),
    source: MICROSOFT_BASIC,
  },
  {
    message:
      '5.7.139 Authentication unsuccessful, user is locked by your organization’s security defaults policy. Contact your administrator.',
    code: 535,
    parts: ['5.7.139', 'security defaults policy'],
    finding: rejected('sign_in_disabled'),
    source: MICROSOFT_ACCESS,
  },
  {
    message:
      '5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully. Contact your administrator.',
    code: 535,
    parts: ['5.7.139', 'did not meet the criteria'],
    finding: rejected('sign_in_disabled'),
    source: MICROSOFT_ACCESS,
  },
  {
    message: '5.7.30 Basic authentication is not supported for Client Submission.',
    code: 550,
    parts: ['5.7.30'],
    finding: rejected('sign_in_disabled'),
    source: MICROSOFT_BASIC,
  },
  {
    message: '5.7.13 User Account Disabled',
    code: 525,
    finding: rejected('sign_in_disabled'),
    source: `${CODES}; ${DOVECOT}`,
  },
  // The address of the client.
  {
    message:
      '5.7.1 Invalid credentials for relay [203.0.113.7]. The IP address you’ve registered in your G Suite SMTP Relay service doesn’t match the domain of the account this email is being sent from.',
    code: 550,
    parts: ['invalid credentials for relay'],
    finding: rejected('address_not_admitted'),
    source: GMAIL,
  },
  {
    message:
      '5.7.1 Service unavailable, Client host [203.0.113.7] blocked using Spamhaus. To request removal from this list see https://www.spamhaus.org/lookup.lasso',
    parts: ['client host', 'blocked using'],
    finding: rejected('address_not_admitted'),
    source: `${MICROSOFT_NDR}; Postfix, reject_rbl_client`,
  },
  {
    message: '5.7.1 Service unavailable; client [203.0.113.7] blocked using zen.spamhaus.org',
    parts: ['service unavailable; client', 'blocked using'],
    finding: rejected('address_not_admitted'),
    source: POSTSCREEN,
  },
  {
    message: '5.7.1 <unknown[203.0.113.7]>: Client host rejected: Access denied',
    parts: ['client host rejected'],
    finding: rejected('address_not_admitted'),
    source: 'postfix.org/postconf.5.html#smtpd_client_restrictions',
  },
  {
    message: '5.7.0 Error: access denied for unknown[203.0.113.7]',
    code: 503,
    parts: ['access denied for'],
    finding: rejected('address_not_admitted'),
    source: POSTFIX,
  },
  // The login.
  {
    message:
      '5.7.8 Username and Password not accepted. For more information, go to\n5.7.8  https://support.google.com/mail/?p=BadCredentials',
    code: 535,
    finding: rejected('bad_login'),
    source: `${GMAIL}; ${AUTH}`,
  },
  // The way to sign in.
  {
    message: 'AUTH command used when not advertised',
    code: 503,
    finding: unexpected('login_not_offered'),
    source: `${EXIM}; “authentication not enabled” of Postfix`,
  },
  {
    message: '5.7.4 Unrecognized Authentication Type',
    code: 504,
    finding: unexpected('login_not_offered'),
    source: GMAIL,
  },
  {
    message: '5.7.9 Authentication mechanism is too weak',
    code: 534,
    finding: unexpected('login_not_offered'),
    source: AUTH,
  },
  {
    message: '4.7.12 A password transition is needed',
    code: 432,
    finding: unexpected('login_not_offered'),
    source: AUTH,
  },
  {
    message: '5.7.0 Authentication required',
    code: 530,
    finding: unexpected('login_not_offered'),
    source: AUTH,
  },
  {
    message: '5.5.1 Unrecognized command',
    code: 500,
    finding: unexpected('login_not_offered'),
    source: 'RFC 5321 section 4.2.4',
  },
  {
    message: '5.5.1 Unrecognized command',
    code: 502,
    finding: unexpected('login_not_offered'),
    source: GMAIL,
  },
  // Trouble of the server.
  {
    message: '4.7.0 Too many login attempts, please try again later.',
    parts: ['too many login attempts'],
    finding: rateLimited,
    source: GMAIL,
  },
  {
    message: '4.7.1 Error: too many AUTH commands from unknown[203.0.113.7]',
    code: 450,
    parts: ['too many auth commands'],
    finding: rateLimited,
    source: POSTFIX,
  },
  {
    message: '4.7.0 mail.example Error: too many connections from unknown[203.0.113.7]',
    code: 421,
    parts: ['too many connections'],
    finding: tooMany,
    source: POSTFIX,
  },
  {
    message: 'mail.example: Too many concurrent SMTP connections; please try again later',
    code: 421,
    parts: ['too many concurrent smtp connections'],
    finding: tooMany,
    source: EXIM_DAEMON,
  },
  {
    message: '4.3.2 Service not available, closing transmission channel',
    code: 421,
    finding: unexpected('server_error'),
    source: 'RFC 5321 section 4.2.3',
  },
  {
    message: '4.7.0 Temporary authentication failure',
    code: 454,
    finding: unexpected('server_error'),
    source: AUTH,
  },
  {
    message: 'Unable to authenticate at present',
    code: 435,
    finding: unexpected('server_error'),
    source: EXIM,
  },
]
