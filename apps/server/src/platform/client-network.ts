import ipaddr from 'ipaddr.js'

/**
 * Returns the network of a client, for limits by address. An IPv6 client usually has a whole /64 network, so its
 * addresses count as one.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString()
}
