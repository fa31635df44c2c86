import type { Flow } from '@stepkey/shared/flow'

/** Describes why steps of an active flow can’t run: frozen and failing credentials. Empty for inactive flows. */
export function describeFailing({
  status,
  frozenSteps = 0,
  failingSteps = 0,
}: Pick<Flow, 'status' | 'frozenSteps' | 'failingSteps'>): string[] {
  if (status !== 'active') return []
  return [describe(frozenSteps, 'frozen'), describe(failingSteps, 'failing')].filter(
    (each) => each !== undefined,
  )
}

function describe(steps: number, state: string): string | undefined {
  if (steps === 0) return undefined
  return steps === 1
    ? `The credential of 1 step is ${state}`
    : `The credentials of ${steps} steps are ${state}`
}
