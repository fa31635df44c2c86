import type { ServerMessage } from '../server-messages.ts'
import { rejected, tooMany, unexpected } from './findings.ts'

const DISCONNECT = 'RFC 4253 section 11.1'
const SSHD = 'github.com/openssh/openssh-portable/blob/master/sshd.c'
const PAM = 'github.com/linux-pam/linux-pam/blob/master/modules/pam_unix'

/** Reasons of a DISCONNECT message. The driver handles the refusal of a login by disconnecting. */
export const sshDisconnects: readonly ServerMessage[] = [
  {
    message: 'SSH_DISCONNECT_HOST_NOT_ALLOWED_TO_CONNECT',
    code: 1,
    finding: rejected('address_not_admitted'),
    source: DISCONNECT,
  },
  {
    message: 'SSH_DISCONNECT_ILLEGAL_USER_NAME',
    code: 15,
    finding: rejected('no_permission'),
    source: DISCONNECT,
  },
  {
    message: 'SSH_DISCONNECT_TOO_MANY_CONNECTIONS',
    code: 12,
    finding: tooMany,
    source: DISCONNECT,
  },
  {
    message: 'SSH_DISCONNECT_KEY_EXCHANGE_FAILED',
    code: 3,
    finding: { outcome: 'tls' },
    source: DISCONNECT,
  },
  {
    message: 'SSH_DISCONNECT_MAC_ERROR',
    code: 5,
    finding: { outcome: 'tls' },
    source: DISCONNECT,
  },
  {
    message: 'SSH_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE',
    code: 14,
    finding: unexpected('login_not_offered'),
    source: DISCONNECT,
  },
  {
    message: 'SSH_DISCONNECT_SERVICE_NOT_AVAILABLE',
    code: 7,
    finding: unexpected('server_error'),
    source: DISCONNECT,
  },
]

/** Texts that a server sends in place of its SSH version. */
export const sshBanners: readonly ServerMessage[] = [
  {
    message: 'Exceeded MaxStartups',
    parts: ['exceeded maxstartups'],
    finding: tooMany,
    source: 'github.com/openssh/openssh-portable/blob/V_9_7_P1/sshd.c',
  },
  {
    message: 'Not allowed at this time',
    parts: ['not allowed at this time'],
    finding: tooMany,
    source: SSHD,
  },
]

/** Questions of a keyboard-interactive login after the password: RFC 4256. */
export const sshQuestions: readonly ServerMessage[] = [
  {
    message: 'Your account has expired; please contact your system administrator.',
    parts: ['your account has expired'],
    finding: rejected('login_expired'),
    source: PAM,
  },
  {
    message: 'You are required to change your password immediately (password expired).',
    parts: ['required to change your password'],
    finding: rejected('password_expired'),
    source: PAM,
  },
  {
    message: '(current) UNIX password: ',
    parts: ['current', 'password'],
    finding: rejected('password_expired'),
    source: PAM,
  },
  {
    message: 'Enter new UNIX password: ',
    parts: ['new', 'password'],
    finding: rejected('password_expired'),
    source: PAM,
  },
  {
    message: 'Password expired.  You must change it now.',
    parts: ['password expired'],
    finding: rejected('password_expired'),
    source: 'github.com/krb5/krb5/blob/master/src/lib/krb5/krb/gic_pwd.c',
  },
]
