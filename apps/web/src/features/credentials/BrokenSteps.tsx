import { Alert, Stack, Text } from '@mantine/core'
import type { CredentialImpact, ImpactReason } from '@stepkey/shared/credential-impact'
import type { UsingFlow } from '@stepkey/shared/usage'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { FlowLinks } from './FlowLinks.tsx'
import { reasonTexts } from './impactTexts.ts'

type Step = CredentialImpact['steps'][number]
/** A step that a change of its credential would break. */
export type BrokenStep = Step & { breaks: ImpactReason }

/** Returns the steps that a change would break. */
export const brokenStepsOf = ({ steps }: CredentialImpact): BrokenStep[] =>
  steps.flatMap(({ breaks, ...step }) => (breaks ? { ...step, breaks } : []))

interface BrokenStepsProps {
  steps: readonly BrokenStep[]
  /** What the user can do. */
  children?: ReactNode
}

/** Warns of the steps that a change of their credential would break. Lists them with links to their flows, by reason. */
export function BrokenSteps({ steps, children }: BrokenStepsProps) {
  const reasons = [...new Set(steps.map(({ breaks }) => breaks))]
  return (
    <Alert
      color="amber"
      title={steps.length === 1 ? 'This would break a step' : `This would break ${steps.length} steps`}
      icon={<IconAlertTriangle aria-hidden />}
      role="alert"
      styles={{
        title: { color: 'var(--mantine-color-text)' },
        message: { color: 'var(--mantine-color-text)' },
      }}
    >
      <Stack gap="md">
        {reasons.map((reason) => (
          <Stack key={reason} gap="xs">
            <Text size="sm">{reasonTexts[reason]}</Text>
            <FlowLinks
              flows={flowsOf(steps.filter(({ breaks }) => breaks === reason))}
              hidden={0}
              limit={3}
            />
          </Stack>
        ))}
        {children}
      </Stack>
    </Alert>
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
