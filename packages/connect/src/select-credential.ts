import type { BlockReason, Procedures } from './api.gen.ts'
import type { Picked } from './events.ts'

/** The result of choosing a credential. */
export type CredentialSelected =
  | { outcome: 'selected'; picked: Picked }
  /** The flow is active, and the credential does not fit the step. */
  | { outcome: 'blocked'; reason: BlockReason }

/** Chooses a credential, and binds the step of the session to it, if there is one. */
export async function selectCredential(
  { flows }: Pick<Procedures, 'flows'>,
  step: { flowId: string; stepId: string } | undefined,
  credentialId: string,
): Promise<CredentialSelected> {
  if (!step) return { outcome: 'selected', picked: { credentialId } }
  const { flowId, stepId } = step
  const bound = await flows.bindStep.mutate({ flowId, stepId, credentialId })
  if (bound.outcome === 'saved')
    return { outcome: 'selected', picked: { credentialId, flowVersion: bound.version } }
  return { outcome: 'blocked', reason: bound.steps[0]?.reason ?? 'missing' }
}
