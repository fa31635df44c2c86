/**
 * Returns the headers of a request, without the signature.
 * @param at when the attempt began; without it, the headers that all attempts share
 */
export const deliveryHeaders = (eventId: string, at: Date | undefined): Record<string, string> => ({
  'content-type': 'application/json',
  'user-agent': 'Stepkey',
  'webhook-id': eventId,
  ...(at && { 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)) }),
})
