import type { ServerMessage } from '../server-messages.ts'
import { rateLimited, rejected, unexpected } from './findings.ts'

const CODES = 'kafka.apache.org/protocol#protocol_error_codes'
const SCRAM = 'RFC 5802 section 7'

/** Error codes of Kafka brokers, and the errors inside SCRAM messages, which have no code. */
export const kafkaMessages: readonly ServerMessage[] = [
  {
    message: 'SASL_AUTHENTICATION_FAILED',
    code: 58,
    finding: rejected('bad_login'),
    source: CODES,
  },
  {
    message: 'invalid-proof',
    parts: ['invalid-proof'],
    finding: rejected('bad_login'),
    source: SCRAM,
  },
  {
    message: 'unknown-user',
    parts: ['unknown-user'],
    finding: rejected('bad_login'),
    source: SCRAM,
  },
  {
    message: 'CLUSTER_AUTHORIZATION_FAILED',
    code: 31,
    finding: rejected('no_permission'),
    source: CODES,
  },
  {
    message: 'UNSUPPORTED_SASL_MECHANISM',
    code: 33,
    finding: unexpected('login_not_offered'),
    source: CODES,
  },
  {
    message: 'ILLEGAL_SASL_STATE: this port has no authentication',
    code: 34,
    finding: unexpected('login_not_offered'),
    source: CODES,
  },
  {
    message: 'THROTTLING_QUOTA_EXCEEDED',
    code: 89,
    finding: rateLimited,
    source: CODES,
  },
  {
    message: 'UNKNOWN_SERVER_ERROR',
    code: -1,
    finding: unexpected('server_error'),
    source: CODES,
  },
  {
    message: 'REQUEST_TIMED_OUT',
    code: 7,
    finding: unexpected('server_error'),
    source: CODES,
  },
  {
    message: 'BROKER_NOT_AVAILABLE',
    code: 8,
    finding: unexpected('server_error'),
    source: CODES,
  },
]
