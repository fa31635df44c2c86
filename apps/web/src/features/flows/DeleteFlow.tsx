import { notifications } from '@mantine/notifications'
import type { Flow } from '@stepkey/shared/flow'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { useApi } from '../../workspace/useApi.ts'
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
  const { client } = useApi()
  const flowsChanged = useFlowsChanged()
  return (
    <ConfirmDialog
      title={`Delete “${name}”?`}
      confirm="Delete"
      keep="Keep it"
      onConfirm={() => client.flows.remove.mutate({ flowId: id })}
      onClose={onClose}
      onDone={async () => {
        await onDeleted()
        notifications.show({
          color: 'leaf',
          title: `“${name}” was deleted`,
          message: 'Its credentials are still there.',
        })
        await flowsChanged()
      }}
    >
      {isActive && 'It is active: it stops running at once. '}
      {steps.length > 0 && `Its ${steps.length === 1 ? 'step goes' : `${steps.length} steps go`} with it. `}
      The credentials stay. A deleted flow can’t be brought back.
    </ConfirmDialog>
  )
}
