import type { DeliveryDetail } from '@stepkey/shared/webhook'

/**
 * Returns a command that posts the payload of a delivery, for a POSIX shell. It has no timestamp and no signature: both
 * belong to one attempt.
 */
export function deliveryCurl(url: string, { eventId, request }: DeliveryDetail): string {
  const headers = ['content-type: application/json', `webhook-id: ${eventId}`]
  return [
    // Without --globoff, curl expands brackets and braces in the URL.
    `curl --globoff --request POST ${quoted(url)}`,
    ...headers.map((header) => `--header ${quoted(header)}`),
    `--data-raw ${quoted(request.payload)}`,
  ].join(' \\\n  ')
}

/** Quotes a text for a POSIX shell: nothing is special between single quotes. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
