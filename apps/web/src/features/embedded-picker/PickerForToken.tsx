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
import type { PickerEvents } from './pickerEvents.ts'
import { useTokenApi } from './useTokenApi.ts'

interface PickerForTokenProps extends PickerEvents {
  /** The origin of Stepkey; empty for the origin of this page. */
  url: string
  token: string
  /** The surrounding page draws its own box. */
  isBare?: boolean
  /** Called when the token has expired. The picker continues with the next token. */
  onExpired(): void | Promise<void>
}

/** Shows the picker for a connect token: for its component and its allowed actions. */
export function PickerForToken({ url, token, isBare, onExpired, ...events }: PickerForTokenProps) {
  const { api, queryClient } = useTokenApi({ url, token, onExpired })
  return (
    <QueryClientProvider client={queryClient}>
      <TaskPicker api={api} events={events} isBare={isBare} />
    </QueryClientProvider>
  )
}

interface PickerContentProps {
  events: PickerEvents
  isBare: boolean | undefined
}

function TaskPicker({ api, ...contentProps }: PickerContentProps & { api: Api }) {
  const query = useQuery(
    api.trpc.connectTokens.task.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }),
  )
  const { data: task } = query
  const scope = useMemo<WorkspaceScope | undefined>(
    () => task && { api, permissions: task.actions.flatMap((action) => permissionsByAction[action]) },
    [api, task],
  )
  // An error while reloading must not remove a form with unsaved input.
  if (!task || !scope) return query.error ? <LoadError of={query} /> : <Skeleton height={64} />
  const { componentId, actions, step } = task
  return (
    <WorkspaceScopeContext value={scope}>
      {/* A new token for the same task keeps the state; another task starts over. */}
      <ComponentPicker key={[componentId, step?.stepId, ...actions].join()} task={task} {...contentProps} />
    </WorkspaceScopeContext>
  )
}

/** The permissions of the screen, by action; the token itself allows more. */
const permissionsByAction = { choose: ['read'], create: ['write'] } as const

function ComponentPicker({ task, events, isBare }: PickerContentProps & { task: ConnectTask }) {
  const definition = useQuery(componentDefinition(task.componentId))
  const { data: component } = definition
  if (definition.error) return <LoadError of={definition} />
  if (component === undefined) return <Skeleton height={64} />
  if (component === null) return <Text size="sm">The component {task.componentId} does not exist here.</Text>
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
