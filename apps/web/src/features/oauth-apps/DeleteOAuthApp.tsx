import { Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { OAuthApp } from '@stepkey/shared/oauth'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { Dependents } from './Dependents.tsx'
import { useOAuthAppsChanged } from './useOAuthAppsChanged.ts'

/** Confirms and deletes an OAuth app; while credentials use it, lists them instead. */
export function DeleteOAuthApp({ app, onClose }: { app: OAuthApp; onClose(): void }) {
  const { client } = useApi()
  const oauthAppsChanged = useOAuthAppsChanged()
  const [inUse, setInUse] = useState<Pick<OAuthApp, 'credentials' | 'hidden'>>(app)
  const count = inUse.credentials.length + inUse.hidden
  if (count > 0) {
    return (
      <Dialog
        title={`“${isolated(app.name)}” is used by ${count === 1 ? '1 credential' : `${count} credentials`}`}
        onClose={onClose}
      >
        <Stack gap="md">
          <Text size="sm">
            Without this app, their access could not be refreshed:{' '}
            <Dependents of={{ ...inUse, componentId: app.componentId }} />.
          </Text>
          <Text size="sm">
            Connect them again with another app, or delete them. Then you can delete this app.
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} data-autofocus>
              Close
            </Button>
          </Group>
        </Stack>
      </Dialog>
    )
  }
  return (
    <ConfirmDialog
      title={`Delete “${isolated(app.name)}”?`}
      confirm="Delete"
      onConfirm={async () => {
        const result = await client.oauthApps.remove.mutate({ oauthAppId: app.id })
        if (result.outcome === 'deleted') return true
        setInUse(result)
        void oauthAppsChanged()
        return false
      }}
      onClose={onClose}
      onDone={() => {
        notifications.show({ color: 'leaf', message: `“${isolated(app.name)}” was deleted.` })
        void oauthAppsChanged()
      }}
    >
      No credential uses it. The registration at the provider stays; you can remove it there.
    </ConfirmDialog>
  )
}
