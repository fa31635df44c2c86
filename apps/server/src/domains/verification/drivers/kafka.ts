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
import type { HostAddress } from '@stepkey/shared/hosts'
import type { Finding } from '@stepkey/shared/verification'
import type { Egress } from '../../../platform/egress/egress.ts'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { tlsOptions, upgradeToTls } from '../../../platform/egress/tls.ts'
import { confirmWithControl } from '../control/control-request.ts'
import { decoyOf } from '../control/decoy-secrets.ts'
import type { Driver } from './driver.ts'
import { ExactReader } from './exact-reader.ts'
import { kafkaMessages } from './messages/kafka.ts'
import { findingOf } from './server-messages.ts'
import { hostsOf, signInToFirst } from './several-hosts.ts'

/**
 * Verifies a Kafka login with ApiVersions, SaslHandshake and SaslAuthenticate, on the given brokers only. Uses the
 * library's messages and SASL mechanisms, but not its connections, which dial on their own.
 *
 * With SCRAM the broker proves that it knows the password. With PLAIN it may accept every one, so a control sign-in with
 * a wrong password must be refused.
 */
export const checkKafka: Driver<'kafka'> = async (options, egress, signal) =>
  await signInToFirst(hostsOf(options, DEFAULT_PORT), signal, (host, signal) =>
    checkBroker(host, options, egress, signal),
  )

const DEFAULT_PORT = 9092

async function checkBroker(
  address: HostAddress,
  options: DriverOptions['kafka'],
  egress: Egress,
  signal: AbortSignal,
): Promise<Finding> {
  const repeat = () => connectAndSignIn(address, options, egress, signal)
  const finding = await repeat()
  if (options.mechanism !== 'PLAIN') return finding
  const decoy = { ...options, password: decoyOf(options.password) }
  const control = () => connectAndSignIn(address, decoy, egress, signal)
  return await confirmWithControl(finding, { control, repeat, signal, acceptsAll: 'login_not_needed' })
}

async function connectAndSignIn(
  { host, port }: HostAddress,
  options: DriverOptions['kafka'],
  egress: Egress,
  signal: AbortSignal,
): Promise<Finding> {
  const socket = await egress.connect(host, port, signal)
  try {
    const stream =
      options.tls === 'disable' ? socket : await upgradeToTls(socket, tlsOptions({ ...options, host }))
    const { connection, failed } = createConnection(stream)
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
  // Every broker supports one of these. The newest version is left out: the library may loop forever while parsing it.
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

/** Limits the hash iterations, which the server chooses: they would block other work in the thread pool. */
const scramCrypto: typeof saslScramSha.defaultCrypto = {
  ...saslScramSha.defaultCrypto,
  hi(definition, password, salt, iterations) {
    if (!(iterations < 1_000_000)) throw new Error('Too many hash iterations.')
    return saslScramSha.hi(definition, password, salt, iterations)
  },
}

const RESPONSE_LIMIT = 64 * 1024

/**
 * Returns the part of the library's connection that its messages use: `send`, which writes one request and reads its
 * response. `failed` rejects with an error that the library throws while it processes a response.
 */
function createConnection(stream: Duplex): { connection: Connection; failed: Promise<never> } {
  const incoming = new ExactReader(stream)
  const { promise: failed, reject: fail } = Promise.withResolvers<never>()
  let sent = 0
  const send: Connection['send'] = (key, version, createPayload, parse, _tagged, _taggedAnswer, callback) => {
    const exchange = async () => {
      const id = ++sent
      const header = Writer.create().appendInt16(key).appendInt16(version).appendInt32(id)
      header.appendString('stepkey', false)
      stream.write(header.appendFrom(await createPayload()).prependLength().buffer)
      const body = await readResponse(incoming, id)
      // The library trusts the announced length of a list, even if the response is shorter.
      if (key !== saslAuthenticateV1.api.key && body.readUInt32BE(2) > body.length) throw invalidResponse()
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

/** Returns the body of the response to the request with that correlation id. */
async function readResponse(incoming: ExactReader, id: number): Promise<Buffer> {
  const length = (await incoming.take(4)).readInt32BE()
  if (length < 10 || length > RESPONSE_LIMIT) throw invalidResponse()
  const body = await incoming.take(length)
  if (body.readInt32BE() !== id) throw invalidResponse()
  return body.subarray(4)
}

const invalidResponse = () => new Error('Not a response to the request.')

/** Classifies a refusal. Returns undefined if the error does not come from the server. */
function meaning(error: unknown): Finding | undefined {
  const code = codeOf(error)
  const finding = findingOf(kafkaMessages, { code, text: error instanceof Error ? error.message : '' })
  if (finding || code === undefined) return finding
  return { outcome: 'unexpected', reason: 'other_content' }
}

/** Returns the protocol error code from an error, which the library wraps several times. */
function codeOf(error: unknown): number | undefined {
  let current = error
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    if ('apiCode' in current) return Number(current.apiCode)
    current = current instanceof AggregateError ? current.errors[0] : current.cause
  }
  return undefined
}
