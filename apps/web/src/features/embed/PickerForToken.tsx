import { Paper, Skeleton, Stack, Text } from '@mantine/core'
import type { ConnectTask } from '@stepkey/shared/connect'
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Api } from '../../api/api.ts'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { type WorkspaceScope, WorkspaceScopeContext } from '../../workspace/workspaceScope.ts'
import { componentDefinition } from '../catalog/componentDefinition.ts'
import { ChooseInEmbed } from './ChooseInEmbed.tsx'
import { CreateInEmbed } from './CreateInEmbed.tsx'
import { useTokenApi } from './useTokenApi.ts'

export interface Picked {
  credentialId: string
  /** The new version of the flow, where the token names a step. */
  flowVersion?: number
}

export interface PickerEvents {
  onSelected(picked: Picked): void
  onCreated(picked: Picked): void
  onCancelled(): void
}

interface PickerForTokenProps extends PickerEvents {
  /** Where the Stepkey is; empty for this page's own. */
  url: string
  token: string
  /** It stands in a box of its own already. */
  isBare?: boolean
  /** The token works no longer. With another one it goes on where it was. */
  onExpired(): void | Promise<void>
}

/** The picker as a connect token opens it: for one component, and whatever the token allows. */
export function PickerForToken({ url, token, isBare, onExpired, ...events }: PickerForTokenProps) {
  const { api, queryClient } = useTokenApi({ url, token, onExpired })
  return (
    <QueryClientProvider client={queryClient}>
      <ForTask api={api} events={events} isBare={isBare} />
    </QueryClientProvider>
  )
}

interface Shown {
  events: PickerEvents
  isBare: boolean | undefined
}

function ForTask({ api, ...shown }: Shown & { api: Api }) {
  const asked = useQuery(
    api.trpc.connectTokens.task.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }),
  )
  const { data: task } = asked
  const place = useMemo<WorkspaceScope | undefined>(
    () => task && { api, permissions: task.actions.flatMap((action) => offers[action]) },
    [api, task],
  )
  // Once it is there, what was typed matters more than whether it could be asked for again.
  if (!task || !place) return asked.error ? <LoadError of={asked} /> : <Skeleton height={64} />
  const { componentId, actions, step } = task
  return (
    <WorkspaceScopeContext value={place}>
      {/* Another token for the same task changes nothing; for another one it starts anew. */}
      <ForComponent key={[componentId, step?.stepId, ...actions].join()} task={task} {...shown} />
    </WorkspaceScopeContext>
  )
}

/** What stands on the screen, which is less than what the token may ask for. */
const offers = { choose: ['read'], create: ['write'] } as const

function ForComponent({ task, events, isBare }: Shown & { task: ConnectTask }) {
  const loading = useQuery(componentDefinition(task.componentId))
  const { data: component } = loading
  if (loading.error) return <LoadError of={loading} />
  if (component === undefined) return <Skeleton height={64} />
  if (component === null)
    return <Text size="sm">This Stepkey doesn’t know the component {task.componentId}.</Text>
  if (task.actions.includes('choose')) return <ChooseInEmbed task={task} component={component} {...events} />
  if (isBare) return <CreateInEmbed task={task} {...events} />
  return (
    <Paper withBorder radius="md" p="md">
      <Stack gap="md">
        <Text size="sm" fw={500}>
          New {component.title} credential
        </Text>
        <CreateInEmbed task={task} {...events} />
      </Stack>
    </Paper>
  )
}
