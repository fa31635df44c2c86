import { notifications } from '@mantine/notifications'
import type { Flow } from '@stepkey/shared/flow'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useFlowsChanged } from './useFlowsChanged.ts'

interface DeleteFlowProps {
  flow: Flow
  isActive: boolean
  onClose(): void
  /** Leaves the page, because the deleted flow can’t be loaded. */
  onDeleted(): Promise<void>
}

/** Confirms and deletes a flow. */
export function DeleteFlow({ flow: { id, name, steps }, isActive, onClose, onDeleted }: DeleteFlowProps) {
  const { client } = useApi()
  const flowsChanged = useFlowsChanged()
  return (
    <ConfirmDialog
      title={`Delete “${isolated(name)}”?`}
      confirm="Delete"
      onConfirm={() => client.flows.remove.mutate({ flowId: id })}
      onClose={onClose}
      onDone={async () => {
        await onDeleted()
        notifications.show({
          color: 'leaf',
          title: `“${isolated(name)}” was deleted`,
          message: 'Its credentials were kept.',
        })
        await flowsChanged()
      }}
    >
      {isActive && 'It is active and stops running immediately. '}
      {steps.length > 0 &&
        `Its ${steps.length === 1 ? 'step is' : `${steps.length} steps are`} deleted, too. `}
      The credentials are kept. A deleted flow can’t be restored.
    </ConfirmDialog>
  )
}
