import { notifications } from '@mantine/notifications'
import type { HeldApiKey, KeysDecision } from '@stepkey/shared/api-key'
import type { Member } from '@stepkey/shared/organization'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspace } from '../../workspace/workspaceScope.ts'
import { KeysOfMember } from './KeysOfMember.tsx'
import { usePeopleChanged } from './usePeopleChanged.ts'

interface RemoveMemberProps {
  member: Member
  onClose(): void
}

/** Confirms and removes a member. Asks what happens to their API keys, if there are any. */
export function RemoveMember({ member: { accountId, name }, onClose }: RemoveMemberProps) {
  const { client } = useApi()
  const { name: organization } = useWorkspace()
  const peopleChanged = usePeopleChanged()
  const [keys, setKeys] = useState<readonly HeldApiKey[]>()
  const [decision, setDecision] = useState<KeysDecision>()

  async function remove() {
    const result = await client.members.remove.mutate({ accountId, apiKeys: decision })
    if (result.outcome !== 'has_api_keys') return true
    setKeys(result.apiKeys)
    return false
  }

  return (
    <ConfirmDialog
      title={`Remove ${isolated(name)} from ${isolated(organization)}?`}
      confirm="Remove"
      inputs={keys && <KeysOfMember name={name} keys={keys} value={decision} onChange={setDecision} />}
      isDisabled={keys !== undefined && decision === undefined}
      onConfirm={remove}
      onClose={onClose}
      onDone={() => {
        notifications.show({
          color: 'leaf',
          title: `${isolated(name)} was removed`,
          message: 'Their credentials and flows were kept.',
        })
        void peopleChanged()
      }}
    >
      <bdi>{name}</bdi> loses access immediately, and their open invitations are revoked. Their credentials
      and flows stay with the organization, and flows keep running.
    </ConfirmDialog>
  )
}
