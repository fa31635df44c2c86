import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { domainToASCII } from 'node:url'
import ipaddr from 'ipaddr.js'

/**
 * The outbound proxies of the operator. All connections are tunnelled with CONNECT. A proxy that forwards the requests of
 * plain http could not be told apart from the target: its 403 or 502 would be taken as an answer to the credential.
 */
export interface ProxySettings {
  /** For connections of https and of all other protocols. */
  secure?: URL
  /** For plain http. */
  plain?: URL
  /** The hosts that are reached without a proxy, as in `NO_PROXY`. */
  except: readonly NoProxyRule[]
}

/** One entry of `NO_PROXY`: a host with its subdomains, an address, a network, or all hosts. */
interface NoProxyRule {
  all?: true
  host?: string
  network?: [ipaddr.IPv4 | ipaddr.IPv6, number]
  port?: number
}

/** The proxy opened no connection: it can't be reached, refused to, or answered with another protocol than HTTP. */
export class ProxyRefused extends Error {
  constructor(cause?: unknown) {
    super('The proxy opened no connection.', { cause })
    this.name = 'ProxyRefused'
  }
}

/** Parses the address of a proxy, `http://user:password@proxy.example.com:3128`. Returns undefined if it is malformed. */
export function parseProxy(text: string): URL | undefined {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isUsable = url && /^https?:$/.test(url.protocol) && url.hostname !== '' && url.pathname.length <= 1
  return isUsable && url.search === '' && url.hash === '' ? url : undefined
}

/** A name of letters, digits, hyphens and underscores that does not consist of numbers alone. */
const HOST_NAME = /^(?![\d.]+$)[\p{L}\p{M}\p{N}_-]{1,63}(?:\.[\p{L}\p{M}\p{N}_-]{1,63})*\.?$/u

/**
 * Parses one entry of `NO_PROXY`: a host with its subdomains (`api.example`, `.example`, `*.example`), an address or a
 * network, the first two with an optional port; or `*`. Returns undefined if it is none of them. Programs differ; these
 * are the forms of curl and Go: https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config
 */
export function parseNoProxyRule(entry: string): NoProxyRule | undefined {
  if (entry === '*') return { all: true }
  const [, base, bits] = /^(.+)\/(\d{1,3})$/.exec(entry) ?? []
  if (base && bits) {
    // ipaddr.js also accepts short notations, such as 10/8 for 0.0.0.10/8.
    const isNetwork = net.isIP(base) !== 0 && ipaddr.isValidCIDR(entry)
    return isNetwork ? { network: ipaddr.parseCIDR(entry) } : undefined
  }
  if (net.isIP(entry)) return { host: normalHost(entry) }
  const [, name = entry, port] = /^(.*):(\d{1,5})$/.exec(entry) ?? []
  const [, bracketed] = /^\[(.*)\]$/.exec(name) ?? []
  const host = bracketed ?? name.replace(/^\*?\./, '')
  const isHost = bracketed === undefined ? net.isIPv4(host) || HOST_NAME.test(host) : net.isIPv6(host)
  if (!isHost || (port && !(Number(port) >= 1 && Number(port) <= 65535))) return undefined
  return { host: normalHost(domainToASCII(host) || host), ...(port && { port: Number(port) }) }
}

const normalHost = (host: string) => {
  const name = host.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(name) ? ipaddr.process(name).toString() : name.replace(/\.$/, '')
}

/** Returns the proxy for a connection; undefined for a direct one. This machine is always reached directly. */
export function proxyFor(
  settings: ProxySettings | undefined,
  { host, port, isPlain }: { host: string; port: number; isPlain: boolean },
): URL | undefined {
  const proxy = isPlain ? settings?.plain : settings?.secure
  if (!settings || !proxy) return undefined
  const name = normalHost(host.toLowerCase())
  if (name === 'localhost' || name.endsWith('.localhost')) return undefined
  const address = ipaddr.isValid(name) ? ipaddr.process(name) : undefined
  if (address?.range() === 'loopback') return undefined
  return settings.except.some((rule) => excepts(rule, { name, address, port })) ? undefined : proxy
}

function excepts(
  rule: NoProxyRule,
  { name, address, port }: { name: string; address: ipaddr.IPv4 | ipaddr.IPv6 | undefined; port: number },
): boolean {
  if (rule.all) return true
  if (rule.port !== undefined && rule.port !== port) return false
  if (rule.network) {
    const [network, bits] = rule.network
    return address?.kind() === network.kind() && address.match([network, bits] as never)
  }
  return name === rule.host || (address === undefined && name.endsWith(`.${rule.host}`))
}

/** Names that mean this machine or its network, whatever a proxy may resolve them to. */
const INTERNAL =
  /^(?:[^.]*|.*\.(?:local|localdomain|localhost|internal|intranet|lan|home|corp|private|svc|home\.arpa))\.?$/i

/**
 * A name that ends in a number is an address in an unusual notation, such as `127.1` or `0x7f.1`:
 * https://url.spec.whatwg.org/#ends-in-a-number-checker. The characters after ASCII may be digits of other scripts.
 */
const UNUSUAL_ADDRESS = /(?:^|\.)(?:\d+|0x[\da-f]*)\.?$|[^\0-\x7f]/i

/** Whether a name that can't be resolved here may be sent to a proxy. */
export const isPublicName = (name: string): boolean => !INTERNAL.test(name) && !UNUSUAL_ADDRESS.test(name)

/** Returns the header for a proxy with a login. */
export function proxyAuthorization({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {}
  const pair = `${decode(username)}:${decode(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` }
}

/** Decodes a part of a URL. A part that is not percent-encoded, such as `100%`, remains unchanged. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** Opens a tunnel through a connected proxy: RFC 9110 section 9.3.6. @throws ProxyRefused */
export async function openTunnelThrough(
  socket: net.Socket,
  proxy: URL,
  { host, port, signal }: { host: string; port: number; signal: AbortSignal },
): Promise<net.Socket> {
  const target = `${net.isIPv6(host) ? `[${host}]` : host}:${port}`
  const request = http.request({
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...proxyAuthorization(proxy) },
    createConnection: () => socket,
    signal,
  })
  request.end()
  const [answer, , rest] = await (
    once(request, 'connect', { signal }) as Promise<[http.IncomingMessage, unknown, Buffer]>
  ).catch((error: unknown) => {
    signal.throwIfAborted()
    throw new ProxyRefused(error)
  })
  if (Math.floor((answer.statusCode ?? 0) / 100) !== 2) {
    socket.destroy()
    throw new ProxyRefused()
  }
  if (rest.length > 0) socket.unshift(rest)
  return socket
}
