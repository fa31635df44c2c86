import { Anchor, Button, Group, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { fieldErrorsOf, sentenceOf } from '../../api/api.ts'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { type Deletable, describeRefusedRestoration, inDays } from './deletionTexts.ts'
import { savedMessage } from './notifySaved.ts'
import { useCredentialsChanged } from './useCredentialsChanged.ts'

/** How long the message offers to undo the deletion, in milliseconds. The page Recently deleted offers it longer. */
const OFFERED = 20_000

/** Returns a function that says that a credential was deleted, and offers to undo that. */
export function useUndoDeletion() {
  const { client } = useApi()
  const router = useRouter()
  const workspace = useWorkspaceId()
  const credentialsChanged = useCredentialsChanged()

  // Notifications are outside of the router and its links.
  const page = router.buildLocation({ to: '/w/$workspace/credentials/deleted', params: { workspace } }).href
  const link = (
    <Anchor
      href={page}
      size="sm"
      onClick={(event) => {
        event.preventDefault()
        void router.navigate({ href: page })
      }}
    >
      Recently deleted
    </Anchor>
  )

  async function undo(notification: string, { id: credentialId, name }: Deletable) {
    const id = notification
    // The button disappears with the message.
    document.getElementById('main')?.focus({ preventScroll: true })
    notifications.update({
      id,
      loading: true,
      autoClose: false,
      title: `Restoring “${isolated(name)}”…`,
      message: 'Its values are verified first.',
    })
    const shown = { id, loading: false, autoClose: OFFERED }
    const refuse = (message: string) =>
      notifications.update({
        ...shown,
        color: 'amber',
        title: `“${isolated(name)}” was not restored`,
        message: (
          <Stack gap={6} align="flex-start">
            {message}
            {link}
          </Stack>
        ),
      })
    try {
      const result = await client.deletedCredentials.restore.mutate({ credentialId })
      if (result.outcome === 'not_saved') return refuse(describeRefusedRestoration(result.verification))
      notifications.update({
        ...shown,
        color: 'leaf',
        title: `“${isolated(name)}” was restored`,
        message: savedMessage(result.credential),
      })
    } catch (error) {
      const isTaken = fieldErrorsOf(error).some(({ code }) => code === 'name_taken')
      refuse(isTaken ? 'Another credential has its name now. Restore it with a new name.' : sentenceOf(error))
    } finally {
      await credentialsChanged()
    }
  }

  return (credential: Deletable, keptDays: number) => {
    const id = `deleted ${credential.id}`
    notifications.show({
      id,
      color: 'leaf',
      autoClose: OFFERED,
      title: `“${isolated(credential.name)}” was deleted`,
      message: (
        <Stack gap={6} align="flex-start">
          It can be restored for {inDays(keptDays)}.
          <Group gap="md">
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconArrowBackUp size={14} aria-hidden />}
              aria-label={`Undo: delete ${credential.name}`}
              onClick={() => undo(id, credential)}
            >
              Undo
            </Button>
            {link}
          </Group>
        </Stack>
      ),
    })
  }
}
