import { expect } from 'vitest'
import { type Peer, scripted } from '../protocols/peer.ts'
import type { Asking } from './driver-suite.ts'

/** Asks servers that speak almost like an honest one, each with a name: none may be taken for one that does. */
export async function findsNonsense(
  { world, ask }: Asking,
  scripts: Record<string, (peer: Peer) => Promise<unknown>>,
) {
  for (const [name, script] of Object.entries(scripts)) {
    const port = await scripted(world, async (peer) => {
      await script(peer)
      await peer.take(1_000)
    })
    const { outcome, reason } = await ask({ port }, { deadline: 1000 })
    expect({ name, outcome, reason }).toEqual({ name, outcome: 'unexpected', reason: 'not_this_protocol' })
  }
}
