import { Code, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { OAuthApp, UpdateOAuthApp } from '@stepkey/shared/oauth'
import { useState } from 'react'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { CopyField } from '../../ui/inputs/CopyField.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { appFields, redirectUrlOf } from './appFields.ts'
import { clientCheckMessage } from './clientCheckMessage.ts'
import { OAuthAppForm } from './OAuthAppForm.tsx'
import { useOAuthAppsChanged } from './useOAuthAppsChanged.ts'

interface EditOAuthAppProps {
  app: OAuthApp
  /** The title of the component. */
  provider: string
  /** The redirect URL of this Stepkey. */
  redirectUrl: string
  onClose(): void
}

/** Renames an OAuth app, or replaces its secret or its redirect URL. */
export function EditOAuthApp({ app, provider, redirectUrl, onClose }: EditOAuthAppProps) {
  const { client } = useApi()
  const { withPassword } = usePasswordGate()
  const oauthAppsChanged = useOAuthAppsChanged()
  const { id, name, clientId, hasSecret, redirectUri } = app
  const isOwn = redirectUri !== redirectUrl
  const [entered, setEntered] = useState<unknown>(redirectUri)
  const registered = redirectUrlOf(entered, redirectUrl)
  return (
    <Dialog title={`Edit “${isolated(name)}”`} onClose={onClose}>
      <OAuthAppForm
        label={`OAuth app ${isolated(name)}`}
        fields={appFields}
        values={{ name, ...(isOwn && { redirectUri }) }}
        stored={hasSecret ? ['clientSecret'] : []}
        submit="Save"
        onRedirectUrl={setEntered}
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
        {registered !== redirectUri && (
          <CopyField
            label="Redirect URL"
            value={registered}
            description={`Register this URL at ${provider} before you save.`}
            isMultiline
          />
        )}
      </OAuthAppForm>
    </Dialog>
  )
}
