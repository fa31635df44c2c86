/** What a span may tell, and under which name: nothing else leaves, and nothing in it was typed by anybody. */
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

export type Facts = { [Name in keyof typeof ATTRIBUTES]?: string | number }

/** One piece of work that is followed. */
export interface Span {
  /** Does work whose own spans belong to this one. */
  within<T>(work: () => T): T
  end(facts?: Facts, isFailure?: boolean): void
  /** Of the whole trace, as 32 hexadecimal digits. */
  traceId: string
}

/** Follows requests through the process, for a collector of the operator's choosing. */
export interface Tracing {
  /** Begins a part of whatever is under way. */
  begin(name: string, facts?: Facts): Span
  /** Begins a request, as a part of the trace that its header `traceparent` names, if it does. */
  beginRequest(traceparent: string | string[] | undefined): Span & { rename(name: string): void }
  /** Sends what was not sent yet, and ends. */
  close(): Promise<void>
}
