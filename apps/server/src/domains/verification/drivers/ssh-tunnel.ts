import { promisify } from 'node:util'
import type { SshTemplates } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import type { Client, ClientChannel } from 'ssh2'
import type { Egress } from '../../../platform/egress/egress.ts'
import { connectThrough } from '../../../platform/egress/loopback-tunnel.ts'
import { networkErrorMeaning, TunnelRefused } from '../../../platform/egress/network-error.ts'
import { withSshSession } from './ssh-session.ts'

/**
 * Runs a driver whose connections are forwarded by an SSH server. The address filter applies to the SSH server; what it
 * may reach is decided there. What the SSH server itself answers, such as a refused sign-in, is returned as a finding about
 * that server.
 */
export async function throughSsh(
  options: SshTemplates,
  { egress, signal }: { egress: Egress; signal: AbortSignal },
  run: (tunnelled: Egress) => Promise<Finding>,
): Promise<Finding> {
  const target = `${options.host}:${options.port}`
  let isSignedIn = false
  let ofTarget: Finding | undefined
  const use = async (client: Client) => {
    isSignedIn = true
    const connect: Egress['connect'] = async (host, port) =>
      await connectThrough(await open(client, host.replace(/^\[|\]$/g, ''), port), signal)
    ofTarget = await run({ ...egress, connect })
    return ofTarget
  }
  try {
    const finding = await withSshSession(options, { egress, signal, use })
    return finding === ofTarget ? finding : { ...finding, target }
  } catch (error) {
    signal.throwIfAborted()
    const meaning = isSignedIn ? undefined : networkErrorMeaning(error)
    if (!meaning) throw error
    return { ...meaning, target }
  }
}

/** Opens a forwarded connection to a host, an IPv6 address without brackets: RFC 4254 section 7.2. @throws TunnelRefused */
async function open(client: Client, host: string, port: number): Promise<ClientChannel> {
  const forward = promisify<string, number, string, number, ClientChannel>(client.forwardOut.bind(client))
  try {
    return await forward('127.0.0.1', 0, host, port)
  } catch (error) {
    throw new TunnelRefused((error as { reason?: unknown }).reason !== ADMINISTRATIVELY_PROHIBITED)
  }
}

/** SSH_OPEN_ADMINISTRATIVELY_PROHIBITED: RFC 4254 section 5.1. */
const ADMINISTRATIVELY_PROHIBITED = 1
