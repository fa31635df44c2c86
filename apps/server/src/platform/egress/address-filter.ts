import ipaddr from 'ipaddr.js'

/** A private target that the operator allows: an address, a network or a host, on one port or on all. */
export interface AllowRule {
  host?: string
  network?: [ipaddr.IPv4 | ipaddr.IPv6, number]
  port?: number
}

/** Parses a rule `address-or-CIDR-or-host[:port]`. Returns undefined if it is malformed. */
export function parseAllowRule(text: string): AllowRule | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+)|([0-9a-f.]*:[0-9a-f:.]*(?:\/\d+)?))(?::(\d{1,5}))?$/i.exec(text)
  const name = match?.[1] ?? match?.[2] ?? match?.[3]
  if (!match || !name) return undefined
  const port = match[4] === undefined ? undefined : Number(match[4])
  if (port !== undefined && (port < 1 || port > 65535)) return undefined
  const isPlain = name.includes(':') || /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}(?:\/\d+)?$/.test(name)
  if (isPlain && ipaddr.isValidCIDR(name)) return { network: ipaddr.parseCIDR(name), port }
  if (isPlain && ipaddr.isValid(name)) {
    const address = ipaddr.process(name)
    return { network: [address, address.kind() === 'ipv4' ? 32 : 128], port }
  }
  // A host whose last label has no letter was meant as an address or a port, and is malformed.
  const isHost = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(name) && /[a-z]/i.test(name.split('.').at(-1) ?? '')
  return isHost ? { host: name.toLowerCase(), port } : undefined
}

/** Returns the port of an http or https URL. */
export const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'https:' ? 443 : 80)

/** Cloud metadata addresses that ipaddr.js classifies as public. They serve secrets of the cloud account. */
const METADATA = new Set(['168.63.129.16', '100.100.100.200', 'fd00:ec2::254'])
const GLOBAL_UNICAST: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3]

/** Returns whether a connection to a resolved address is allowed. `host` is the requested name. */
export function isAllowed(address: string, port: number, host: string, rules: readonly AllowRule[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const ip = ipaddr.process(address)
  if (rules.some((rule) => matches(rule, ip, port, host))) return true
  return isPublic(ip)
}

/** Returns whether a rule names this host or address explicitly, which is required for sending without TLS. */
export function isNamed(host: string, port: number, rules: readonly AllowRule[]): boolean {
  if (ipaddr.isValid(host)) return rules.some((rule) => matches(rule, ipaddr.process(host), port, host))
  return rules.some(
    (rule) => rule.host === host.toLowerCase() && (rule.port === undefined || rule.port === port),
  )
}

function isPublic(ip: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (METADATA.has(ip.toString())) return false
  if (ip.range() !== 'unicast') return false
  return ip.kind() === 'ipv4' || (ip as ipaddr.IPv6).match(GLOBAL_UNICAST)
}

function matches(rule: AllowRule, ip: ipaddr.IPv4 | ipaddr.IPv6, port: number, host: string): boolean {
  if (rule.port !== undefined && rule.port !== port) return false
  if (rule.host !== undefined) return rule.host === host.toLowerCase()
  const [network, bits] = rule.network ?? []
  return (
    network !== undefined &&
    bits !== undefined &&
    network.kind() === ip.kind() &&
    ip.match([network, bits] as never)
  )
}
