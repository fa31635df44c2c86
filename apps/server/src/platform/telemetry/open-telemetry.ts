import { type Span as OtelSpan, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { parseTraceParent, setGlobalErrorHandler } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import type { Logger } from 'pino'
import type { Config } from '../../config.ts'
import { onTransaction } from '../database/transaction.ts'
import { portOf } from '../egress/address-filter.ts'
import { createEgress, type EgressPorts } from '../egress/egress.ts'
import { createHttpAgent } from '../egress/http-agent.ts'
import { logFailure } from './log.ts'
import { ATTRIBUTES, type Facts, type Span, type Tracing } from './tracing.ts'

/** Time limit of a request to the collector, in milliseconds. */
const DEADLINE = 5_000

/**
 * Creates tracing that sends spans to the operator's collector over OTLP. Loaded only if a collector is configured,
 * because it costs memory and startup time. It has its own egress: the permission to reach a collector at a private
 * address must not apply to verifications.
 */
export function createTracing(
  { endpoint, headers, serviceName }: NonNullable<Config['tracing']>,
  version: string,
  log: Logger,
  ports?: EgressPorts,
): Tracing {
  // Called once per failed batch, whose spans are dropped.
  const failed = (error: unknown) => logFailure(log, 'tracing', error)
  setGlobalErrorHandler(failed)
  const egress = createEgress([{ host: endpoint.hostname, port: portOf(endpoint) }], ports)
  const exporter = new OTLPTraceExporter({
    url: new URL(`${endpoint.pathname.replace(/\/$/, '')}/v1/traces`, endpoint).href,
    headers,
    timeoutMillis: DEADLINE,
    httpAgentOptions: () => createHttpAgent(egress, endpoint, DEADLINE),
  })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName, 'service.version': version }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 2_000 })],
  })
  const tracer = provider.getTracer('stepkey', version)
  // Not registered globally, so that other users of OpenTelemetry in the process are not traced.
  const contexts = new AsyncLocalStorageContextManager().enable()

  function wrapSpan(span: OtelSpan) {
    const context = trace.setSpan(contexts.active(), span)
    return {
      within: <T>(work: () => T): T => contexts.with(context, work),
      end(facts: Facts = {}, isFailure = false) {
        span.setAttributes(attributesOf(facts))
        if (isFailure) span.setStatus({ code: SpanStatusCode.ERROR })
        span.end()
      },
      traceId: span.spanContext().traceId,
    } satisfies Span
  }
  const begin = (name: string, facts: Facts = {}) =>
    wrapSpan(tracer.startSpan(name, { attributes: attributesOf(facts) }, contexts.active()))

  const stopObserving = onTransaction(() => {
    const span = begin('transaction')
    return (isFailure) => span.end({}, isFailure)
  })

  return {
    begin,
    beginRequest(traceparent) {
      const caller = typeof traceparent === 'string' ? parseTraceParent(traceparent) : null
      const context = caller
        ? trace.setSpanContext(ROOT_CONTEXT, { ...caller, isRemote: true })
        : ROOT_CONTEXT
      const span = tracer.startSpan('request', { kind: SpanKind.SERVER }, context)
      return { ...wrapSpan(span), rename: (name) => void span.updateName(name) }
    },
    async close() {
      stopObserving()
      await provider.shutdown().catch(failed)
      contexts.disable()
    },
  }
}

const attributesOf = (facts: Facts) =>
  Object.fromEntries(
    Object.entries(ATTRIBUTES).flatMap(([name, attribute]) => {
      const value = facts[name as keyof Facts]
      return value === undefined ? [] : [[attribute, value]]
    }),
  )
