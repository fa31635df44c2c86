import { Code, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { OAuthApp, UpdateOAuthApp } from '@stepkey/shared/oauth'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { appFields } from './appFields.ts'
import { clientCheckMessage } from './clientCheckMessage.ts'
import { OAuthAppForm } from './OAuthAppForm.tsx'
import { useOAuthAppsChanged } from './useOAuthAppsChanged.ts'

interface EditOAuthAppProps {
  app: OAuthApp
  /** The title of the component. */
  provider: string
  onClose(): void
}

/** Renames an OAuth app or replaces its secret. */
export function EditOAuthApp({ app, provider, onClose }: EditOAuthAppProps) {
  const { client } = useApi()
  const { withPassword } = usePasswordGate()
  const oauthAppsChanged = useOAuthAppsChanged()
  const { id, name, clientId, hasSecret } = app
  return (
    <Dialog title={`Edit “${isolated(name)}”`} onClose={onClose}>
      <OAuthAppForm
        label={`OAuth app ${isolated(name)}`}
        fields={appFields}
        values={{ name }}
        stored={hasSecret ? ['clientSecret'] : []}
        submit="Save"
        onSubmit={async (changes) => {
          if (Object.keys(changes).length === 0) return {}
          const change = changes as Omit<UpdateOAuthApp, 'oauthAppId'>
          return await withPassword(() => client.oauthApps.update.mutate({ ...change, oauthAppId: id }))
        }}
        progress={`Asking ${provider} whether it accepts the app…`}
        onDone={({ clientCheck }) => {
          onClose()
          const check = clientCheck && ` ${clientCheckMessage(provider, clientCheck)}`
          notifications.show({ color: 'leaf', message: `The OAuth app was saved.${check ?? ''}` })
          void oauthAppsChanged()
        }}
      >
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          The client ID <Code>{clientId}</Code> can’t be changed, because access was granted to it. To use
          another client ID, add another app.
        </Text>
      </OAuthAppForm>
    </Dialog>
  )
}
