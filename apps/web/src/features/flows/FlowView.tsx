import { Paper, Stack, Text } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { Flow } from '@stepkey/shared/flow'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { BackLink } from '../../ui/layout/BackLink.tsx'
import { Page } from '../../ui/layout/Page.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspace } from '../../workspace/workspaceScope.ts'
import { ComponentIcon } from '../catalog/ComponentIcon.tsx'
import { SelectedCredential } from '../credential-picker/SelectedCredential.tsx'
import { credentialIdsOf, FlowCredentialsProvider } from '../credential-picker/useFlowCredentials.ts'
import { useSelectedCredential } from '../credential-picker/useSelectedCredential.ts'
import { roleLabels } from '../people/roleLabels.ts'
import { FlowStatus } from './FlowStatus.tsx'
import { focusStep } from './focusStep.ts'
import { describeOwnerBinding } from './ownerBinding.ts'
import classes from './StepList.module.css'
import { StepProblems } from './StepProblems.tsx'

/** Shows a flow to users who may not edit it. */
export function FlowView({ flow }: { flow: Flow }) {
  const { id: workspace, role } = useWorkspace()
  const { trpc } = useApi()
  const credentialIds = useMemo(() => credentialIdsOf(flow.steps), [flow.steps])
  const { data: components = [] } = useQuery(trpc.components.list.queryOptions({}))
  return (
    <Page
      title={flow.name}
      lead={`As ${roleLabels[role].withArticle} you can view this flow, but not edit it.`}
      back={
        <BackLink to="/w/$workspace/flows" params={{ workspace }}>
          Flows
        </BackLink>
      }
      actions={<FlowStatus status={flow.status} />}
    >
      <FlowCredentialsProvider value={credentialIds}>
        <StepProblems
          steps={flow.steps.map((step) => ({ ...step, key: step.id }))}
          isActive={flow.status === 'active'}
          advice="Their credentials are failing. Ask an editor or an admin to fix them."
          onJump={focusStep}
        />
        {flow.steps.length === 0 && <Text c="dimmed">This flow has no steps yet.</Text>}
        <ol className={`${classes.steps} ${classes.shown}`}>
          {flow.steps.map((step, index) => (
            <StepView
              key={step.id}
              step={step}
              number={index + 1}
              isActive={flow.status === 'active'}
              component={components.find(({ id }) => id === step.componentId)}
            />
          ))}
        </ol>
      </FlowCredentialsProvider>
    </Page>
  )
}

interface StepViewProps {
  step: Flow['steps'][number]
  number: number
  isActive: boolean
  component: ComponentSummary | undefined
}

function StepView({ step, number, isActive, component }: StepViewProps) {
  const selected = useSelectedCredential(step)
  const isOfOwner = step.binding === 'owner'
  const isComplete = isOfOwner || (selected.state === 'found' && selected.ready)
  return (
    <li className={classes.step} data-step={step.id}>
      <div className={classes.number} data-complete={isComplete || undefined} aria-hidden>
        {number}
      </div>
      <Paper
        withBorder
        radius="lg"
        role="group"
        tabIndex={-1}
        aria-label={`Step ${number}: ${step.name}`}
        className={classes.card}
      >
        <ComponentIcon component={component ?? { title: step.componentId }} />
        <Stack gap={2} miw={0}>
          <Text fw={600}>
            <bdi>{step.name}</bdi>
          </Text>
          <Text size="sm" c="dimmed">
            {component?.title ?? step.componentId}
          </Text>
          {step.credentialId === null ? (
            <Text size="sm" c="dimmed">
              {isOfOwner ? describeOwnerBinding(step, component) : 'No credential chosen yet'}
            </Text>
          ) : (
            <SelectedCredential selected={selected} needs={step.scopes} isInUse={isActive} />
          )}
        </Stack>
      </Paper>
    </li>
  )
}
