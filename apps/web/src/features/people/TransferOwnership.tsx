import { Select, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Member } from '@stepkey/shared/organization'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useAccount, useWorkspace } from '../../workspace/workspaceScope.ts'
import { useMembershipsChanged } from '../workspaces/useMembershipsChanged.ts'
import { usePeopleChanged } from './usePeopleChanged.ts'

/** Confirms and transfers the ownership to another member. */
export function TransferOwnership({ members, onClose }: { members: readonly Member[]; onClose(): void }) {
  const { client } = useApi()
  const { name: organization } = useWorkspace()
  const ownId = useAccount().id
  const router = useRouter()
  const membershipsChanged = useMembershipsChanged()
  const peopleChanged = usePeopleChanged()
  const candidates = members.filter(({ accountId }) => accountId !== ownId)
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const newOwner = candidates.find(({ accountId }) => accountId === selectedId)

  if (candidates.length === 0) {
    return (
      <Dialog title="There is no other member" onClose={onClose}>
        <Text size="sm">You are the only member of {organization}. Invite another member first.</Text>
      </Dialog>
    )
  }
  return (
    <ConfirmDialog
      title={`Transfer ${isolated(organization)} to another member`}
      confirm="Transfer ownership"
      isDisabled={!newOwner}
      onConfirm={() => client.organizations.transfer.mutate({ accountId: selectedId ?? '' })}
      onClose={onClose}
      onDone={async () => {
        notifications.show({
          color: 'leaf',
          title: `${isolated(newOwner?.name ?? '')} owns ${isolated(organization)} now`,
          message: 'You are an admin now.',
        })
        await Promise.all([membershipsChanged(), peopleChanged()])
        await router.invalidate()
      }}
      inputs={
        <Select
          label="New owner"
          placeholder="Choose…"
          data={candidates.map(({ accountId, name, email }) => ({
            value: accountId,
            label: `${isolated(name)} (${email})`,
          }))}
          value={selectedId}
          onChange={setSelectedId}
          allowDeselect={false}
          // The list is taller than the dialog; with the fixed strategy it is not cut off.
          comboboxProps={{ shadow: 'md', withinPortal: false, floatingStrategy: 'fixed' }}
          required
          data-autofocus
        />
      }
    >
      The new owner can do everything, including deleting the organization. You become an admin. Only the new
      owner can transfer the ownership back.
    </ConfirmDialog>
  )
}
