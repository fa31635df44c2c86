import { setTimeout as sleep } from 'node:timers/promises'
import { type Finding, isProof } from '@stepkey/shared/verification'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { SECOND } from '../../../platform/time.ts'

type ControlFinding = Omit<Finding, 'target'>

/** The requests that confirm a first answer. Network errors may be thrown. */
interface Requests {
  /** Sends the request again with a decoy secret, which a target that checks secrets must refuse. */
  control: () => Promise<ControlFinding>
  /** Sends the first request again. */
  repeat: () => Promise<ControlFinding>
  signal: AbortSignal
  /** The reason to report if the target accepts the decoy as well. */
  acceptsAll: 'proves_nothing' | 'login_not_needed'
  /**
   * Sends a refused decoy once more, because a target that refuses every other request ignores the secret. Logins of
   * drivers don't: servers lock accounts after failed ones.
   */
  confirmsRefusal?: true
}

/**
 * Confirms an answer that would be proof. A target that doesn't check secrets accepts a decoy as well, so its answer
 * proves nothing. Only a refusal of the decoy is proof:
 *
 * | first answer | answer to the decoy                        | result                                        |
 * |--------------|--------------------------------------------|-----------------------------------------------|
 * | verified     | rejected or limited                        | verified                                      |
 * | limited      | rejected                                   | limited                                       |
 * | limited      | limited                                    | `acceptsAll`                                  |
 * | either       | verified                                   | `acceptsAll`                                  |
 * | either       | refused, then accepted (`confirmsRefusal`) | `acceptsAll`                                  |
 * | either       | transient, such as 429 or 503, twice       | inconclusive                                  |
 * | either       | another definite one, such as 404, twice   | the first answer if a repetition of the first |
 * |              |                                            | request gets it again; else inconclusive      |
 *
 * Of a transient or other definite answer and a different second one, the second counts.
 */
export async function confirmWithControl(
  first: ControlFinding,
  { control, repeat, signal, acceptsAll, confirmsRefusal }: Requests,
): Promise<ControlFinding> {
  if (!isProof(first.outcome)) return first
  const answer = async (send: Requests['control']) => {
    const finding = await send().catch((error): ControlFinding => {
      signal.throwIfAborted()
      return networkErrorMeaning(error) ?? { outcome: 'unexpected' }
    })
    signal.throwIfAborted()
    return finding
  }
  const { outcome, httpStatus } = first
  const acceptsDecoy = {
    outcome: 'unexpected',
    reason: acceptsAll,
    ...(httpStatus && { httpStatus }),
  } as const
  const inconclusive = {
    outcome: 'unexpected',
    reason: 'control_inconclusive',
    ...(httpStatus && { httpStatus }),
  } as const

  const earlier = await answer(control)
  switch (bearing(outcome, earlier)) {
    case 'accepted':
      return acceptsDecoy
    case 'refused': {
      const isRefuted = confirmsRefusal && bearing(outcome, await answer(control)) === 'accepted'
      return isRefuted ? acceptsDecoy : first
    }
    case 'unclear':
      await sleep(PAUSE, undefined, { signal })
  }
  const last = await answer(control)
  switch (bearing(outcome, last)) {
    case 'refused':
      return first
    case 'accepted':
      return acceptsDecoy
    case 'unclear':
      // The requests are: key, decoy, decoy, key. If the target answers every other request differently, the two decoys
      // get different answers. If only the first answer of a target was different, the last one shows it.
      return isDefinite(last) && isSame(earlier, last) && isSame(first, await answer(repeat))
        ? first
        : inconclusive
  }
}

/** The pause before an unclear control request is repeated, in milliseconds. */
const PAUSE = SECOND / 2

/** What the answer to the decoy says about the first answer. */
function bearing(
  first: Finding['outcome'],
  control: ControlFinding | undefined,
): 'refused' | 'accepted' | 'unclear' {
  switch (control?.outcome) {
    case 'rejected':
      return 'refused'
    case 'limited':
      return first === 'limited' ? 'accepted' : 'refused'
    case 'verified':
      return 'accepted'
    default:
      return 'unclear'
  }
}

/** Whether the target itself decided the answer. Some servers refuse a login by closing the connection. */
function isDefinite(finding: ControlFinding | undefined): boolean {
  const { outcome, reason, httpStatus } = finding ?? {}
  if (reason === 'connection_lost') return true
  // 408 Request Timeout and 425 Too Early ask to try again.
  if (outcome !== 'unexpected' || httpStatus === 408 || httpStatus === 425) return false
  return reason !== undefined && reason !== 'server_error' && reason !== 'too_large'
}

const isSame = (one: ControlFinding | undefined, other: ControlFinding | undefined) =>
  one?.outcome === other?.outcome && one?.reason === other?.reason && one?.httpStatus === other?.httpStatus
