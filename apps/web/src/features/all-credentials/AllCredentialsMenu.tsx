import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconCalendar, IconDotsVertical, IconSnowflake, IconTrash } from '@tabler/icons-react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'
import { ExpiryCalendar } from './ExpiryCalendar.tsx'
import { RemoveOwner } from './RemoveOwner.tsx'

/** The props of {@link AllCredentialsMenu}. */
export interface AllCredentialsMenuProps {
  /** The owner whose credentials are shown. */
  owner?: string | undefined
  /** Called when credentials of the owner were deleted. */
  onOwnerRemoved?(): void
}

/** A menu of what can be done with all credentials of the workspace, or of the owner whose credentials are shown. */
export function AllCredentialsMenu({ owner, onOwnerRemoved = () => {} }: AllCredentialsMenuProps) {
  const [isFreezing, freezing] = useDisclosure()
  const [isCalendarOpen, calendar] = useDisclosure()
  const [isRemoving, removing] = useDisclosure()
  const mayWrite = useMay('write')
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label="More about all credentials">
            <IconDotsVertical size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCalendar size={16} aria-hidden />} onClick={calendar.open}>
            Calendar of access that ends…
          </Menu.Item>
          {mayWrite && (
            <Menu.Item leftSection={<IconSnowflake size={16} aria-hidden />} onClick={freezing.open}>
              Freeze all credentials…
            </Menu.Item>
          )}
          {mayWrite && owner && (
            <Menu.Item
              color="var(--stepkey-bad)"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={removing.open}
            >
              Delete all credentials of this owner…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {isCalendarOpen && <ExpiryCalendar onClose={calendar.close} />}
      {isRemoving && owner && (
        <RemoveOwner owner={owner} onClose={removing.close} onRemoved={onOwnerRemoved} />
      )}
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
      sign in. Keys at the providers stay valid. To unfreeze, select the credentials in the table.
    </ConfirmDialog>
  )
}
