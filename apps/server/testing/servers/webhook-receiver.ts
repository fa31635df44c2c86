import type { IncomingHttpHeaders, RequestListener } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { vi } from 'vitest'

/** What arrived at a receiver. */
export interface Received {
  id: string
  headers: IncomingHttpHeaders
  body: string
}

/** A program that is told of events: it keeps what arrives, and can be made to misbehave. */
export interface Receiver {
  listener: RequestListener
  got: Received[]
  /** Answers with this instead of 204. */
  answer: { status: number; headers?: Record<string, string> }
  /** Waits for this before it answers, while set. */
  gate?: Promise<void>
  /** The most requests that it had open at the same time. */
  most: number
  types(): string[]
}

export function createReceiver(): Receiver {
  let open = 0
  const receiver: Receiver = {
    got: [],
    answer: { status: 204 },
    most: 0,
    types: () => receiver.got.map(({ body }) => JSON.parse(body).type),
    listener: async (request, response) => {
      open++
      receiver.most = Math.max(receiver.most, open)
      let body = ''
      for await (const chunk of request) body += chunk
      receiver.got.push({ id: String(request.headers['webhook-id']), headers: request.headers, body })
      await receiver.gate
      open--
      const { status, headers } = receiver.answer
      response.writeHead(status, headers).end()
    },
  }
  return receiver
}

/**
 * What an event tells, as the library of Standard Webhooks reads it for a receiver whose clock is right.
 * @throws what the library throws when the signature is not good
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
