/** The allowed attributes of a span, with their OpenTelemetry names. None of them contains user input. */
export const ATTRIBUTES = {
  component: 'stepkey.component',
  method: 'stepkey.method',
  grant: 'stepkey.grant',
  outcome: 'stepkey.outcome',
  requestId: 'stepkey.request_id',
  httpMethod: 'http.request.method',
  route: 'http.route',
  status: 'http.response.status_code',
} as const

/** Values of span attributes. */
export type Facts = { [Name in keyof typeof ATTRIBUTES]?: string | number }

/** A span: one traced unit of work. */
export interface Span {
  /** Runs work whose spans become children of this one. */
  within<T>(work: () => T): T
  end(facts?: Facts, isFailure?: boolean): void
  /** The id of the whole trace: 32 hexadecimal digits. */
  traceId: string
}

/** Traces requests through the process. */
export interface Tracing {
  /** Begins a child of the current span. */
  begin(name: string, facts?: Facts): Span
  /** Begins the span of a request. It joins the caller's trace if the header `traceparent` names one. */
  beginRequest(traceparent: string | string[] | undefined): Span & { rename(name: string): void }
  /** Sends the remaining spans and stops tracing. */
  close(): Promise<void>
}
