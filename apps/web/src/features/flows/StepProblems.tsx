import { Alert, Anchor, List } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useFlowCredentials } from '../credential-picker/useFlowCredentials.ts'
import { isReady } from '../credential-picker/useSelectedCredential.ts'
import type { DraftStep } from './flowDraft.ts'

/** The number of links that are shown at once, because a flow can have 100 steps. */
const SHOWN = 10

interface StepProblemsProps {
  steps: readonly Pick<DraftStep, 'key' | 'name' | 'credentialId'>[]
  isActive: boolean
  /** The steps that blocked saving or activating the flow, by key. */
  blocked?: Readonly<Record<string, unknown>>
  /** What the user can do. */
  advice: string
  onJump(key: string): void
}

/** Names the steps that block the flow or fail when it runs, and jumps to each. Shows nothing if there is none. */
export function StepProblems({ steps, isActive, blocked = {}, advice, onJump }: StepProblemsProps) {
  const credentials = useFlowCredentials(steps)
  const fails = ({ credentialId }: { credentialId: string | null }) => {
    const credential = credentials?.find(({ id }) => id === credentialId)
    return isActive && credential !== undefined && !isReady(credential)
  }
  const problems = steps.flatMap((step, index) =>
    step.key in blocked || fails(step) ? { ...step, number: index + 1 } : [],
  )
  if (problems.length === 0) return null
  const count = problems.length === 1 ? '1 step' : `${problems.length} steps`
  const isBlocked = problems.some(({ key }) => key in blocked)
  return (
    <Alert
      color="red"
      mb="lg"
      icon={<IconAlertTriangle aria-hidden />}
      title={
        isBlocked
          ? `${count} of this flow ${problems.length === 1 ? 'isn’t' : 'aren’t'} ready`
          : `${count} of this flow will fail`
      }
      styles={{
        title: { color: 'var(--mantine-color-text)' },
        message: { color: 'var(--mantine-color-text)' },
      }}
    >
      {isBlocked ? 'Each step shows why and what to do.' : advice}
      <List size="sm" mt="xs" listStyleType="none" aria-label="Steps that need attention">
        {problems.slice(0, SHOWN).map(({ key, number, name }) => (
          <List.Item key={key}>
            <Anchor component="button" type="button" fz="sm" ta="start" py={2} onClick={() => onJump(key)}>
              Step {number}: <bdi>{name || 'Unnamed step'}</bdi>
            </Anchor>
          </List.Item>
        ))}
      </List>
      {problems.length > SHOWN && `and ${problems.length - SHOWN} more`}
    </Alert>
  )
}
