import { Select, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Member } from '@stepkey/shared/organization'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useAccount, useWorkspace } from '../../workspace/workspaceScope.ts'
import { useMembershipsChanged } from '../workspaces/useMembershipsChanged.ts'
import { usePeopleChanged } from './usePeopleChanged.ts'

/** Makes another member the owner. */
export function TransferOwnership({ members, onClose }: { members: readonly Member[]; onClose(): void }) {
  const { client } = useApi()
  const { name: organization } = useWorkspace()
  const self = useAccount().id
  const router = useRouter()
  const membershipsChanged = useMembershipsChanged()
  const peopleChanged = usePeopleChanged()
  const heirs = members.filter(({ accountId }) => accountId !== self)
  const [chosen, setChosen] = useState<string | null>(null)
  const heir = heirs.find(({ accountId }) => accountId === chosen)

  if (heirs.length === 0) {
    return (
      <Dialog title="There is nobody to transfer it to" onClose={onClose}>
        <Text size="sm">You are the only member of {organization}. Invite somebody first.</Text>
      </Dialog>
    )
  }
  return (
    <ConfirmDialog
      title={`Transfer ${organization} to another member`}
      confirm="Transfer ownership"
      keep="Cancel"
      isDisabled={!heir}
      onConfirm={() => client.organizations.transfer.mutate({ accountId: chosen ?? '' })}
      onClose={onClose}
      onDone={async () => {
        notifications.show({
          color: 'leaf',
          title: `${heir?.name} owns ${organization} now`,
          message: 'You are an admin.',
        })
        await Promise.all([membershipsChanged(), peopleChanged()])
        await router.invalidate()
      }}
      inputs={
        <Select
          label="New owner"
          placeholder="Choose…"
          data={heirs.map(({ accountId, name, email }) => ({
            value: accountId,
            label: `${name} (${email})`,
          }))}
          value={chosen}
          onChange={setChosen}
          allowDeselect={false}
          // The dialog is lower than a list is long: a fixed one isn't cut off by it, and so needs no place above.
          comboboxProps={{ shadow: 'md', withinPortal: false, floatingStrategy: 'fixed' }}
          required
          data-autofocus
        />
      }
    >
      The new owner can do everything, also delete the organization. You become an admin, and only the new
      owner can give it back.
    </ConfirmDialog>
  )
}
