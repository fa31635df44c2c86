import type { IncomingHttpHeaders, RequestListener } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { vi } from 'vitest'

/** A webhook request that arrived at the receiver. */
export interface Received {
  id: string
  headers: IncomingHttpHeaders
  body: string
}

/** A webhook receiver that records requests and can be told to answer with errors or delays. */
export interface Receiver {
  listener: RequestListener
  received: Received[]
  /** Answers with this instead of 204. The body can depend on the request. */
  answer: { status: number; headers?: Record<string, string>; body?(received: Received): string }
  /** Waits for this before it answers, while set. */
  gate?: Promise<void>
  /** The maximum number of concurrent requests so far. */
  maxOpen: number
  types(): string[]
}

/** Creates a webhook receiver that answers 204. */
export function createReceiver(): Receiver {
  let open = 0
  const receiver: Receiver = {
    received: [],
    answer: { status: 204 },
    maxOpen: 0,
    types: () => receiver.received.map(({ body }) => JSON.parse(body).type),
    listener: async (request, response) => {
      open++
      receiver.maxOpen = Math.max(receiver.maxOpen, open)
      let body = ''
      for await (const chunk of request) body += chunk
      const received = { id: String(request.headers['webhook-id']), headers: request.headers, body }
      receiver.received.push(received)
      await receiver.gate
      open--
      const { status, headers, body: answer } = receiver.answer
      response.writeHead(status, headers).end(answer?.(received))
    },
  }
  return receiver
}

/**
 * Verifies and parses a request with the Standard Webhooks library, at the time `now`.
 * @throws if the signature is invalid
 */
export function readWith(secret: string, { headers, body }: Received, now: Date) {
  vi.useFakeTimers({ toFake: ['Date'], now })
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>) as {
      type: string
      timestamp: string
      data: Record<string, unknown>
    }
  } finally {
    vi.useRealTimers()
  }
}
