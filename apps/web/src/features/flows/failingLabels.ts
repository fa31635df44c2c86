import type { Flow } from '@stepkey/shared/flow'

/** Describes the failing credentials of an active flow; undefined for inactive flows and flows without failures. */
export function describeFailing({ status, failingSteps = 0 }: Pick<Flow, 'status' | 'failingSteps'>) {
  if (status !== 'active' || failingSteps === 0) return undefined
  return failingSteps === 1
    ? 'The credential of 1 step is failing'
    : `The credentials of ${failingSteps} steps are failing`
}
