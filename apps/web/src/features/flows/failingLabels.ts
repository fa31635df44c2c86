import type { Flow } from '@stepkey/shared/flow'

/** What an active flow suffers from, in words; undefined where there is nothing. A flow that rests suffers from nothing. */
export function describeFailing({ status, failingSteps = 0 }: Pick<Flow, 'status' | 'failingSteps'>) {
  if (status !== 'active' || failingSteps === 0) return undefined
  return failingSteps === 1
    ? 'The credential of one step does not work'
    : `The credentials of ${failingSteps} steps do not work`
}
