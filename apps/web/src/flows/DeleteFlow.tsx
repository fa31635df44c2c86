import { Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Flow } from '@stepkey/shared/flow'
import { useMutation } from '@tanstack/react-query'
import { sentenceOf, useApi } from '../api.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { useFlowsChanged } from './useFlowsChanged.ts'

interface DeleteFlowProps {
  flow: Flow
  isActive: boolean
  onClose(): void
  /** Leads away: what is gone can't be loaded again. */
  onDeleted(): Promise<void>
}

/** Asks before deleting a flow, and says what goes and what stays. */
export function DeleteFlow({ flow: { id, name, steps }, isActive, onClose, onDeleted }: DeleteFlowProps) {
  const { trpc } = useApi()
  const flowsChanged = useFlowsChanged()
  const remove = useMutation(
    trpc.flows.remove.mutationOptions({
      onSuccess: async () => {
        await onDeleted()
        notifications.show({
          color: 'leaf',
          title: `“${name}” was deleted`,
          message: 'Its credentials are still there.',
        })
        await flowsChanged()
      },
    }),
  )
  return (
    <Dialog title={`Delete “${name}”?`} onClose={onClose}>
      <Stack gap="md">
        <Text size="sm">
          {isActive && 'It is active: it stops running at once. '}
          {steps.length > 0 &&
            `Its ${steps.length === 1 ? 'step goes' : `${steps.length} steps go`} with it. `}
          The credentials stay. A deleted flow can’t be brought back.
        </Text>
        {remove.error && (
          <Text size="sm" role="alert" c="error">
            {sentenceOf(remove.error)}
          </Text>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button color="red" onClick={() => remove.mutate({ flowId: id })} loading={remove.isPending}>
            Delete
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
