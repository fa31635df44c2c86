import type { ServerMessage } from '../server-messages.ts'
import { rejected, tooMany, unexpected } from './findings.ts'

const VSFTPD = 'github.com/dagwieers/vsftpd/blob/master/prelogin.c'
const VSFTPD_OOPS = 'github.com/dagwieers/vsftpd/blob/master/utility.c'
const PROFTPD_TLS = 'github.com/proftpd/proftpd/blob/master/contrib/mod_tls.c'
const PROFTPD = 'github.com/proftpd/proftpd/blob/master/modules/mod_auth.c'
const PURE = 'github.com/jedisct1/pure-ftpd/blob/master/src/messages_en.h'
const FILEZILLA = 'FileZilla Server 0.9, source/ControlSocket.cpp'
const FILEZILLA_1 = 'FileZilla Server 1.x, as its clients report it'
const IIS = 'learn.microsoft.com/iis/configuration/system.applicationhost/sites/site/ftpserver/security/ssl'
const RFC_959 = 'RFC 959 section 4.2'
const RFC_2228 = 'RFC 2228 section 5'

/** Texts of FTP servers, which send them with various codes, in place of the greeting or during a login. */
export const ftpMessages: readonly ServerMessage[] = [
  // Encryption.
  {
    message: 'Non-anonymous sessions must use encryption.',
    parts: ['sessions must use encryption'],
    finding: rejected('encryption_needed'),
    source: VSFTPD,
  },
  {
    message: 'SSL/TLS required on the control channel',
    parts: ['ssl/tls required'],
    finding: rejected('encryption_needed'),
    source: PROFTPD_TLS,
  },
  {
    message:
      'Sorry, cleartext sessions and weak ciphers are not accepted on this server.\nPlease reconnect using TLS security mechanisms.',
    parts: ['cleartext sessions', 'not accepted'],
    finding: rejected('encryption_needed'),
    source: PURE,
  },
  {
    message: 'This server does not allow plain FTP. You have to use FTP over TLS.',
    parts: ['does not allow plain ftp'],
    finding: rejected('encryption_needed'),
    source: FILEZILLA,
  },
  {
    message: 'Use AUTH first.',
    parts: ['use auth first'],
    finding: rejected('encryption_needed'),
    source: FILEZILLA_1,
  },
  {
    message: 'Policy requires SSL.',
    parts: ['policy requires ssl'],
    finding: rejected('encryption_needed'),
    source: IIS,
  },
  // The user.
  {
    message: 'This FTP server is anonymous only.',
    parts: ['server is anonymous only'],
    finding: rejected('sign_in_disabled'),
    source: VSFTPD,
  },
  {
    message: 'Only anonymous FTP is allowed here',
    parts: ['only anonymous ftp'],
    finding: rejected('sign_in_disabled'),
    source: PURE,
  },
  {
    message: 'This is a private system - No anonymous login',
    parts: ['no anonymous login'],
    finding: rejected('sign_in_disabled'),
    source: PURE,
  },
  {
    message: 'Anonymous sessions may not use encryption.',
    parts: ['sessions may not use encryption'],
    finding: unexpected('login_not_offered'),
    source: VSFTPD,
  },
  // Limits.
  {
    message: 'There are too many connected users, please try later.',
    parts: ['too many connected users'],
    finding: tooMany,
    source: VSFTPD,
  },
  {
    message: 'There are too many connections from your internet address.',
    parts: ['too many connections'],
    finding: tooMany,
    source: `${VSFTPD}; ${PURE}`,
  },
  {
    message: 'Sorry, the maximum number of clients (3) for this user already connected.',
    parts: ['the maximum number of'],
    finding: tooMany,
    source: PROFTPD,
  },
  {
    message: '50 users (the maximum) are already logged in, sorry',
    parts: ['users (the maximum)'],
    finding: tooMany,
    source: PURE,
  },
  {
    message: "I can't accept more than 3 connections as the same user",
    parts: ["can't accept more than", 'connections'],
    finding: tooMany,
    source: PURE,
  },
  // Trouble of the server.
  {
    message: 'OOPS: cannot change directory:/home/app',
    parts: ['oops:'],
    finding: unexpected('server_error'),
    source: VSFTPD_OOPS,
  },
]

/** Replies to USER and PASS whose text is unknown. */
export const ftpLoginReplies: readonly ServerMessage[] = [
  {
    message: 'Login incorrect.',
    code: 530,
    finding: rejected('bad_login'),
    source: RFC_959,
  },
  {
    message: 'Invalid username or password',
    code: 430,
    finding: rejected('bad_login'),
    source: 'en.wikipedia.org/wiki/List_of_FTP_server_return_codes',
  },
  {
    message: 'Requested action not taken.',
    code: 550,
    finding: rejected('no_permission'),
    source: RFC_959,
  },
  {
    message: 'Requested action not taken.',
    code: 553,
    finding: rejected('no_permission'),
    source: RFC_959,
  },
  {
    message: 'Now the second password',
    code: 331,
    finding: unexpected('login_not_offered'),
    source: RFC_959,
  },
  {
    message: 'Need account for login.',
    code: 332,
    finding: unexpected('login_not_offered'),
    source: RFC_959,
  },
  {
    message: 'Need account for storing files.',
    code: 532,
    finding: unexpected('login_not_offered'),
    source: RFC_959,
  },
  {
    message: 'Command protection level denied for policy reasons.',
    code: 533,
    finding: unexpected('login_not_offered'),
    source: RFC_2228,
  },
  {
    message: 'Request denied for policy reasons.',
    code: 534,
    finding: unexpected('login_not_offered'),
    source: RFC_2228,
  },
  {
    message: 'Failed security check (hash, sequence, etc).',
    code: 535,
    finding: unexpected('login_not_offered'),
    source: RFC_2228,
  },
  {
    message: 'Requested PROT level not supported by mechanism.',
    code: 536,
    finding: unexpected('login_not_offered'),
    source: RFC_2228,
  },
  {
    message: 'Service not available, closing control connection.',
    code: 421,
    finding: tooMany,
    source: RFC_959,
  },
  {
    message: 'Need some unavailable resource to process security.',
    code: 431,
    finding: unexpected('server_error'),
    source: RFC_2228,
  },
  {
    message: 'Requested file action not taken.',
    code: 450,
    finding: unexpected('server_error'),
    source: RFC_959,
  },
  {
    message: 'Requested action aborted: local error in processing.',
    code: 451,
    finding: unexpected('server_error'),
    source: RFC_959,
  },
  {
    message: 'Requested action not taken. Insufficient storage space in system.',
    code: 452,
    finding: unexpected('server_error'),
    source: RFC_959,
  },
]
