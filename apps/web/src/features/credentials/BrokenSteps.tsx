import { Stack, Text } from '@mantine/core'
import type { CredentialImpact, ImpactReason } from '@stepkey/shared/credential-impact'
import type { UsingFlow } from '@stepkey/shared/usage'
import { FlowLinks } from './FlowLinks.tsx'
import { reasonTexts } from './impactTexts.ts'

type Step = CredentialImpact['steps'][number]
/** A step that a change of its credential would break. */
export type BrokenStep = Step & { breaks: ImpactReason }

/** Returns the steps that a change would break. */
export const brokenStepsOf = ({ steps }: CredentialImpact): BrokenStep[] =>
  steps.flatMap(({ breaks, ...step }) => (breaks ? { ...step, breaks } : []))

/** Lists the steps that a change of their credential would break, with links to their flows, by reason. */
export function BrokenSteps({ steps }: { steps: readonly BrokenStep[] }) {
  const reasons = [...new Set(steps.map(({ breaks }) => breaks))]
  return (
    <Stack gap="md">
      {reasons.map((reason) => (
        <Stack key={reason} gap="xs">
          <Text size="sm">{reasonTexts[reason]}</Text>
          <FlowLinks flows={flowsOf(steps.filter(({ breaks }) => breaks === reason))} hidden={0} limit={3} />
        </Stack>
      ))}
    </Stack>
  )
}

function flowsOf(steps: readonly Step[]): UsingFlow[] {
  const flows = new Map<string, UsingFlow>()
  for (const { flowId: id, flowName: name, flowStatus: status, stepId, stepName } of steps) {
    const flow = flows.get(id) ?? { id, name, status, steps: [] }
    flows.set(id, { ...flow, steps: [...flow.steps, { id: stepId, name: stepName }] })
  }
  return [...flows.values()]
}
