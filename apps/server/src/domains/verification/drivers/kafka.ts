import type { Duplex } from 'node:stream'
import {
  apiVersionsV1,
  type Connection,
  Reader,
  saslAuthenticateV0,
  saslAuthenticateV1,
  saslHandshakeV1,
  saslPlain,
  saslScramSha,
  Writer,
} from '@platformatic/kafka'
import type { DriverOptions } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { tlsOptions, upgradeToTls } from '../../../platform/egress/tls.ts'
import type { Driver } from './driver.ts'
import { ExactReader } from './exact-reader.ts'

/**
 * ApiVersions, SaslHandshake and SaslAuthenticate, to the one server that was named. Of the library these are the
 * messages and the logins; its connections dial by themselves.
 */
export const checkKafka: Driver<'kafka'> = async (options, egress, signal) => {
  const socket = await egress.connect(options.host, Number(options.port), signal)
  try {
    const stream = options.tls === 'disable' ? socket : await upgradeToTls(socket, tlsOptions(options))
    const { connection, failed } = converse(stream)
    return await Promise.race([signIn(connection, options), failed])
  } catch (error) {
    signal.throwIfAborted()
    return meaning(error) ?? networkErrorMeaning(socket.errored ?? error, socket) ?? notKafka
  } finally {
    socket.destroySoon()
  }
}

const notKafka = { outcome: 'unexpected', reason: 'not_this_protocol' } as const
const notOffered = { outcome: 'unexpected', reason: 'login_not_offered' } as const

async function signIn(
  connection: Connection,
  { mechanism, user, password }: DriverOptions['kafka'],
): Promise<Finding> {
  const { apiKeys } = await apiVersionsV1.api.async(connection, '', '')
  const offered = apiKeys.find(({ apiKey }) => apiKey === saslAuthenticateV1.api.key)
  // Every broker knows one of these. What the newest version may hold, the library could read for ever.
  const { api } =
    [saslAuthenticateV1, saslAuthenticateV0].find(
      ({ api: { version } }) => offered && version >= offered.minVersion && version <= offered.maxVersion,
    ) ?? {}
  if (!api) return notOffered
  await saslHandshakeV1.api.async(connection, mechanism)
  if (mechanism === 'PLAIN') await saslPlain.authenticate(api, connection, user, password)
  else {
    const algorithm = mechanism === 'SCRAM-SHA-512' ? 'SHA-512' : 'SHA-256'
    await saslScramSha.authenticate(api, connection, algorithm, user, password, scramCrypto)
  }
  return { outcome: 'verified', identity: user }
}

/** As many rounds of hashing as a server likes would hold up whatever else waits for a thread. */
const scramCrypto: typeof saslScramSha.defaultCrypto = {
  ...saslScramSha.defaultCrypto,
  hi(definition, password, salt, iterations) {
    if (!(iterations < 1_000_000)) throw new Error('This is too much work.')
    return saslScramSha.hi(definition, password, salt, iterations)
  },
}

const ANSWER_LIMIT = 64 * 1024

/**
 * What the messages of the library need of its connection: to send one and to read its answer, one after the other.
 * `failed` is for what it throws while it makes something of an answer.
 */
function converse(stream: Duplex): { connection: Connection; failed: Promise<never> } {
  const incoming = new ExactReader(stream)
  const { promise: failed, reject: fail } = Promise.withResolvers<never>()
  let sent = 0
  const send: Connection['send'] = (key, version, createPayload, parse, _tagged, _taggedAnswer, callback) => {
    const exchange = async () => {
      const id = ++sent
      const header = Writer.create().appendInt16(key).appendInt16(version).appendInt32(id)
      header.appendString('stepkey', false)
      stream.write(header.appendFrom(await createPayload()).prependLength().buffer)
      const body = await answer(incoming, id)
      // The library would read as many members of a list as are announced, even where there are none.
      if (key !== saslAuthenticateV1.api.key && body.readUInt32BE(2) > body.length) throw notAnAnswer()
      return await parse(id, key, version, Reader.from(body))
    }
    exchange()
      .then(
        (result) => callback(null, result),
        (error) => callback(error),
      )
      .catch(fail)
  }
  return { connection: { send } as unknown as Connection, failed }
}

/** What is in the answer to that request. */
async function answer(incoming: ExactReader, id: number): Promise<Buffer> {
  const length = (await incoming.take(4)).readInt32BE()
  if (length < 10 || length > ANSWER_LIMIT) throw notAnAnswer()
  const body = await incoming.take(length)
  if (body.readInt32BE() !== id) throw notAnAnswer()
  return body.subarray(4)
}

const notAnAnswer = () => new Error('This is no answer to the request.')

/** kafka.apache.org/protocol#protocol_error_codes. Undefined: it is not the server that says so. */
function meaning(error: unknown): Finding | undefined {
  // A conversation of SCRAM can refuse by itself: RFC 5802 section 7.
  const isRefused = error instanceof Error && /^(invalid-proof|unknown-user)$/.test(error.message)
  switch (isRefused ? 58 : codeOf(error)) {
    case undefined:
      return undefined
    case 58: // SASL_AUTHENTICATION_FAILED
      return { outcome: 'rejected', reason: 'bad_login' }
    case 33: // UNSUPPORTED_SASL_MECHANISM
    case 34: // ILLEGAL_SASL_STATE: there is no sign-in at all on this port
      return notOffered
    case 31: // CLUSTER_AUTHORIZATION_FAILED
      return { outcome: 'rejected', reason: 'no_permission' }
    case 89: // THROTTLING_QUOTA_EXCEEDED
      return { outcome: 'rate_limited' }
    case -1: // UNKNOWN_SERVER_ERROR
    case 7: // REQUEST_TIMED_OUT
    case 8: // BROKER_NOT_AVAILABLE
      return { outcome: 'unexpected', reason: 'server_error' }
  }
  return { outcome: 'unexpected', reason: 'other_content' }
}

/** The code that an answer was refused with: the library wraps it, and wraps that again. */
function codeOf(error: unknown): number | undefined {
  let current = error
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    if ('apiCode' in current) return Number(current.apiCode)
    current = current instanceof AggregateError ? current.errors[0] : current.cause
  }
  return undefined
}
