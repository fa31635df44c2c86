import type { ServerMessage } from '../server-messages.ts'
import { rateLimited, rejected, tooMany, unexpected } from './findings.ts'

const CLIENT = 'github.com/nats-io/nats-server/blob/main/server/client.go'
const SERVER = 'github.com/nats-io/nats-server/blob/main/server/server.go'
const ERRORS = 'github.com/nats-io/nats-server/blob/main/server/errors.go'
const PARSER = 'github.com/nats-io/nats-server/blob/main/server/parser.go'
const PROTOCOL = 'docs.nats.io/reference/reference-protocols/nats-protocol'

/** Errors of NATS servers, which have no codes. The driver replaces `bad_login` if the login has no password. */
export const natsMessages: readonly ServerMessage[] = [
  {
    message: 'Secure Connection - TLS Required',
    parts: ['tls required'],
    finding: rejected('encryption_needed'),
    source: SERVER,
  },
  {
    message: 'Authorization Violation',
    parts: ['authorization violation'],
    finding: rejected('bad_login'),
    source: CLIENT,
  },
  {
    message: 'User Authentication Revoked',
    parts: ['user authentication revoked'],
    finding: rejected('bad_login'),
    source: 'github.com/nats-io/nats-server/blob/main/server/accounts.go',
  },
  {
    message: 'User Authentication Expired',
    parts: ['user authentication expired'],
    finding: rejected('login_expired'),
    source: CLIENT,
  },
  {
    message: 'Account Authentication Expired',
    parts: ['account authentication expired'],
    finding: rejected('login_expired'),
    source: CLIENT,
  },
  {
    message: 'Failed Account Registration',
    parts: ['failed account registration'],
    finding: rejected('no_permission'),
    source: CLIENT,
  },
  {
    message: 'maximum account active connections exceeded',
    parts: ['maximum account active connections exceeded'],
    finding: tooMany,
    source: ERRORS,
  },
  {
    message: 'maximum connections exceeded',
    parts: ['maximum connections exceeded'],
    finding: tooMany,
    source: ERRORS,
  },
  {
    message: 'Connection throttling is active. Please try again later.',
    parts: ['connection throttling is active'],
    finding: rateLimited,
    source: SERVER,
  },
  {
    message: 'Authentication Timeout',
    parts: ['authentication timeout'],
    finding: unexpected('server_error'),
    source: CLIENT,
  },
  // The port is for routes between servers of a cluster, or not NATS.
  {
    message: 'attempted to connect to route port',
    parts: ['attempted to connect to'],
    finding: unexpected('not_this_protocol'),
    source: ERRORS,
  },
  {
    message: 'invalid client protocol',
    parts: ['invalid client protocol'],
    finding: unexpected('not_this_protocol'),
    source: ERRORS,
  },
  {
    message: 'Unknown Protocol Operation',
    parts: ['unknown protocol operation'],
    finding: unexpected('not_this_protocol'),
    source: `${PARSER}; ${PROTOCOL}`,
  },
  {
    message: 'Parser Error',
    parts: ['parser error'],
    finding: unexpected('not_this_protocol'),
    source: PROTOCOL,
  },
]
