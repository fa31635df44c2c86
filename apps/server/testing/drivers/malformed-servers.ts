import { expect } from 'vitest'
import { type Peer, scripted } from '../protocols/peer.ts'
import type { DriverTester } from './driver-suite.ts'

/** Asserts that the check returns not_this_protocol for each of the named servers, which almost follow the protocol. */
export async function expectNotThisProtocol(
  { world, verify }: DriverTester,
  scripts: Record<string, (peer: Peer) => Promise<unknown>>,
) {
  for (const [name, script] of Object.entries(scripts)) {
    const port = await scripted(world, async (peer) => {
      await script(peer)
      await peer.take(1_000)
    })
    const { outcome, reason } = await verify({ port }, { deadline: 1000 })
    expect({ name, outcome, reason }).toEqual({ name, outcome: 'unexpected', reason: 'not_this_protocol' })
  }
}
