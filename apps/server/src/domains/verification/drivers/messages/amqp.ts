import type { ServerMessage } from '../server-messages.ts'
import { rejected, tooMany, unexpected } from './findings.ts'

const SPEC = 'www.rabbitmq.com/resources/specs/amqp0-9-1.xml'
const READER = 'github.com/rabbitmq/rabbitmq-server/blob/main/deps/rabbit/src/rabbit_reader.erl'
const ACCESS = 'github.com/rabbitmq/rabbitmq-server/blob/main/deps/rabbit/src/rabbit_access_control.erl'

/** Reasons for which a server closes the connection before it has accepted the login. */
export const amqpLoginMessages: readonly ServerMessage[] = [
  {
    message:
      'ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. For details see the broker logfile.',
    code: 403,
    finding: rejected('bad_login'),
    source: READER,
  },
  {
    message: 'NOT_ALLOWED - Authentication failed',
    code: 530,
    finding: rejected('bad_login'),
    source: SPEC,
  },
]

/** Reasons for which a server closes the connection when the virtual host is opened. RabbitMQ has one code for most. */
export const amqpOpenMessages: readonly ServerMessage[] = [
  {
    message: 'NOT_ALLOWED - vhost shop not found',
    code: 530,
    parts: ['vhost', 'not found'],
    finding: rejected('no_such_vhost'),
    source: READER,
  },
  {
    message: "NOT_FOUND - Unknown virtual host: 'shop'",
    code: 404,
    finding: rejected('no_such_vhost'),
    source: SPEC,
  },
  {
    message:
      "NOT_ALLOWED - access to vhost 'shop' refused for user 'app': connection limit cannot be queried, timeout",
    code: 530,
    parts: ['limit cannot be queried'],
    finding: unexpected('server_error'),
    source: READER,
  },
  {
    message: "NOT_ALLOWED - access to vhost 'shop' refused for user 'app'",
    code: 530,
    finding: rejected('no_permission'),
    source: ACCESS,
  },
  {
    message: 'ACCESS_REFUSED - permission denied',
    code: 403,
    finding: rejected('no_permission'),
    source: SPEC,
  },
  {
    message: 'INVALID_PATH - the client tried to work with an unknown virtual host',
    code: 402,
    finding: rejected('no_such_vhost'),
    source: SPEC,
  },
]

/** Reasons for which a server closes the connection at any time. */
export const amqpMessages: readonly ServerMessage[] = [
  {
    message: 'NOT_ALLOWED - connection refused: node connection limit (1000) is reached',
    parts: ['limit (', ') is reached'],
    finding: tooMany,
    source: READER,
  },
  {
    message: "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'",
    code: 320,
    finding: unexpected('server_error'),
    source: SPEC,
  },
  {
    message: 'RESOURCE_ERROR',
    code: 506,
    finding: unexpected('server_error'),
    source: SPEC,
  },
  {
    message: "INTERNAL_ERROR - access to vhost 'shop' refused for user 'app': vhost 'shop' is down",
    code: 541,
    finding: unexpected('server_error'),
    source: READER,
  },
]
