import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspace } from '../../workspace/workspaceScope.ts'
import { useMembershipsChanged } from '../workspaces/useMembershipsChanged.ts'

/** Confirms and leaves the organization. */
export function LeaveOrganization({ onClose }: { onClose(): void }) {
  const { client } = useApi()
  const { name } = useWorkspace()
  const navigate = useNavigate()
  const membershipsChanged = useMembershipsChanged()
  return (
    <ConfirmDialog
      title={`Leave ${name}?`}
      confirm="Leave"
      keep="Stay"
      onConfirm={() => client.organizations.leave.mutate()}
      onClose={onClose}
      onDone={async () => {
        await membershipsChanged()
        await navigate({ to: '/' })
        notifications.show({
          color: 'leaf',
          title: `You left ${name}`,
          message: 'Your credentials and flows stay with the organization.',
        })
      }}
    >
      Your credentials and flows stay with the organization, and flows keep running. To come back, you need a
      new invitation.
    </ConfirmDialog>
  )
}
