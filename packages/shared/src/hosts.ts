/** Lists of hosts, as replica sets and clusters have them: `db1.example.com:27017,db2.example.com`. */

const NAME = '[a-z0-9_]+(?:-+[a-z0-9_]+)*(?:\\.[a-z0-9_]+(?:-+[a-z0-9_]+)*)*\\.?'
const IPV6 = '[0-9a-f.]*:[0-9a-f:.]*'

/** A host name or IP address in lower case. An IPv6 address may be in brackets. */
export const HOST_PATTERN = new RegExp(`^(?:${NAME}|\\[?${IPV6}\\]?)$`)

/** One host of a list. Without a port, that of the protocol applies. */
const ENTRY = new RegExp(`^(${NAME}|\\[${IPV6}\\])(?::(\\d{1,5}))?$`)

/** The maximum number of hosts in a list: that of the members of a MongoDB replica set. */
export const HOSTS_LIMIT = 50

/** The address of one server. */
export interface HostAddress {
  host: string
  port: number
}

/** Returns the list in its usual form: in lower case, with commas and without spaces. */
export const normalizeHosts = (text: string): string =>
  text
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter(Boolean)
    .join(',')

/**
 * Returns the hosts of a list `host[:port],host[:port]`, or undefined if one of them is none. An IPv6 address has brackets.
 * @param defaultPort the port of hosts without one
 */
export function parseHosts(list: string, defaultPort: number): HostAddress[] | undefined {
  const hosts = list.split(',', HOSTS_LIMIT + 1).map((entry) => {
    const [, host, port = defaultPort] = ENTRY.exec(entry) ?? []
    return host !== undefined && isPort(Number(port)) ? { host, port: Number(port) } : undefined
  })
  return hosts.length <= HOSTS_LIMIT && hosts.every((host) => host !== undefined) ? hosts : undefined
}

const isPort = (port: number) => port >= 1 && port <= 65535
