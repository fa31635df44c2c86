import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'

/** Returns the IP address of the client. A trusted proxy may forward text that is none; then it is the proxy's. */
export const addressOf = ({ ip, socket }: FastifyRequest): string =>
  isIP(ip) ? ip : (socket.remoteAddress ?? '')
