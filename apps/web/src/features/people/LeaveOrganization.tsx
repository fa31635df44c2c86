import { notifications } from '@mantine/notifications'
import type { HeldApiKey } from '@stepkey/shared/api-key'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspace } from '../../workspace/workspaceScope.ts'
import { useMembershipsChanged } from '../workspaces/useMembershipsChanged.ts'
import { KeysWillBeRevoked } from './KeysOfMember.tsx'

/** Confirms and leaves the organization. */
export function LeaveOrganization({ onClose }: { onClose(): void }) {
  const { client } = useApi()
  const { name } = useWorkspace()
  const navigate = useNavigate()
  const membershipsChanged = useMembershipsChanged()
  const [keys, setKeys] = useState<readonly HeldApiKey[]>()

  async function leave() {
    const result = await client.organizations.leave.mutate(keys && { apiKeys: 'revoke' })
    if (result.outcome !== 'has_api_keys') return true
    setKeys(result.apiKeys)
    return false
  }

  return (
    <ConfirmDialog
      title={`Leave ${isolated(name)}?`}
      confirm={keys ? 'Revoke keys and leave' : 'Leave'}
      onConfirm={leave}
      inputs={keys && <KeysWillBeRevoked keys={keys} />}
      onClose={onClose}
      onDone={async () => {
        await membershipsChanged()
        await navigate({ to: '/' })
        notifications.show({
          color: 'leaf',
          title: `You left ${isolated(name)}`,
          message: 'Your credentials and flows stay with the organization.',
        })
      }}
    >
      Your credentials and flows stay with the organization, and flows keep running. To come back, you need a
      new invitation.
    </ConfirmDialog>
  )
}
