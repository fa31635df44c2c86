import type { ServerMessage } from '../server-messages.ts'
import { rateLimited, rejected, tooMany, unexpected } from './findings.ts'

const V3 = 'MQTT 3.1.1 section 3.2.2.3'
const V5 = 'MQTT 5 section 3.2.2.2'

/** CONNACK codes, up to 5 of MQTT 3.1.1, and from 128 on of MQTT 5. They come without a text. */
export const mqttMessages: readonly ServerMessage[] = [
  {
    message: 'bad user name or password',
    code: 4,
    finding: rejected('bad_login'),
    source: V3,
  },
  {
    message: 'not authorized: many brokers use it for a wrong password',
    code: 5,
    finding: rejected('bad_login'),
    source: V3,
  },
  {
    message: 'unacceptable protocol version',
    code: 1,
    finding: unexpected('refused_request'),
    source: V3,
  },
  {
    message: 'identifier rejected',
    code: 2,
    finding: unexpected('refused_request'),
    source: V3,
  },
  {
    message: 'server unavailable',
    code: 3,
    finding: unexpected('server_error'),
    source: V3,
  },
  {
    message: 'Bad User Name or Password',
    code: 0x86,
    finding: rejected('bad_login'),
    source: V5,
  },
  {
    message: 'Not authorized',
    code: 0x87,
    finding: rejected('bad_login'),
    source: V5,
  },
  {
    message: 'Banned',
    code: 0x8a,
    finding: rejected('sign_in_disabled'),
    source: V5,
  },
  {
    message: 'Bad authentication method',
    code: 0x8c,
    finding: unexpected('login_not_offered'),
    source: V5,
  },
  {
    message: 'Unsupported Protocol Version',
    code: 0x84,
    finding: unexpected('refused_request'),
    source: V5,
  },
  {
    message: 'Client Identifier not valid',
    code: 0x85,
    finding: unexpected('refused_request'),
    source: V5,
  },
  {
    message: 'Packet too large',
    code: 0x95,
    finding: unexpected('refused_request'),
    source: V5,
  },
  {
    message: 'Quota exceeded',
    code: 0x97,
    finding: tooMany,
    source: V5,
  },
  {
    message: 'Connection rate exceeded',
    code: 0x9f,
    finding: rateLimited,
    source: V5,
  },
  {
    message: 'Unspecified error',
    code: 0x80,
    finding: unexpected('server_error'),
    source: V5,
  },
  {
    message: 'Implementation specific error',
    code: 0x83,
    finding: unexpected('server_error'),
    source: V5,
  },
  {
    message: 'Server unavailable',
    code: 0x88,
    finding: unexpected('server_error'),
    source: V5,
  },
  {
    message: 'Server busy',
    code: 0x89,
    finding: unexpected('server_error'),
    source: V5,
  },
  {
    message: 'Server shutting down',
    code: 0x8b,
    finding: unexpected('server_error'),
    source: 'MQTT 5 section 3.14.2.1',
  },
  {
    message: 'Use another server',
    code: 0x9c,
    finding: unexpected('redirect'),
    source: V5,
  },
  {
    message: 'Server moved',
    code: 0x9d,
    finding: unexpected('redirect'),
    source: V5,
  },
]
