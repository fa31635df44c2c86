import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconDotsVertical, IconSnowflake } from '@tabler/icons-react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'

/** A menu of what can be done with all credentials of the workspace: to freeze them. */
export function AllCredentialsMenu() {
  const [isFreezing, freezing] = useDisclosure()
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label="More about all credentials">
            <IconDotsVertical size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconSnowflake size={16} aria-hidden />} onClick={freezing.open}>
            Freeze all credentials…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isFreezing && <FreezeAll onClose={freezing.close} />}
    </>
  )
}

/** Confirms and freezes all credentials of the workspace. */
function FreezeAll({ onClose }: { onClose(): void }) {
  const { client } = useApi()
  const credentialsChanged = useCredentialsChanged()
  return (
    <ConfirmDialog
      title="Freeze all credentials?"
      confirm="Freeze all"
      onConfirm={() => client.credentials.freezeAll.mutate()}
      onClose={onClose}
      onDone={() => {
        notifications.show({
          color: 'amber',
          message: 'All credentials of this workspace are frozen. Nothing is issued.',
        })
        void credentialsChanged()
      }}
    >
      No flow of this workspace gets a credential until you unfreeze it. Active flows stay active, but can’t
      sign in. Keys at the providers stay valid. To unfreeze, select the credentials in this list.
    </ConfirmDialog>
  )
}
