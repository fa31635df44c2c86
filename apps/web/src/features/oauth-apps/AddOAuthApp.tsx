import { notifications } from '@mantine/notifications'
import type { ComponentDetail } from '@stepkey/shared/catalog-api'
import type { OAuthApps } from '@stepkey/shared/oauth'
import type { z } from 'zod'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { CopyField } from '../../ui/inputs/CopyField.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { newAppFields } from './appFields.ts'
import { OAuthAppForm } from './OAuthAppForm.tsx'
import { useOAuthAppsChanged } from './useOAuthAppsChanged.ts'

interface AddOAuthAppProps {
  component: ComponentDetail
  apps: z.infer<typeof OAuthApps>
  onClose(): void
}

/** Adds an OAuth client that was registered with the provider. */
export function AddOAuthApp({ component, apps, onClose }: AddOAuthAppProps) {
  const { client } = useApi()
  const { withPassword } = usePasswordGate()
  const oauthAppsChanged = useOAuthAppsChanged()
  const name = freeName(
    component.title,
    apps.items.map((app) => app.name),
  )
  return (
    <Dialog title={`Add an OAuth app for ${component.title}`} onClose={onClose}>
      <OAuthAppForm
        label="New OAuth app"
        fields={newAppFields}
        values={{ name }}
        submit="Add app"
        onSubmit={(values) =>
          withPassword(() =>
            client.oauthApps.create.mutate({
              ...(values as z.infer<typeof newAppFields>),
              componentId: component.id,
            }),
          )
        }
        onDone={() => {
          onClose()
          notifications.show({
            color: 'leaf',
            title: 'The OAuth app was added',
            message: `You can now connect credentials for ${component.title}.`,
          })
          void oauthAppsChanged()
        }}
      >
        <CopyField
          label="Redirect URL"
          value={apps.redirectUri}
          description="Register this URL with the app."
        />
      </OAuthAppForm>
    </Dialog>
  )
}

/** Returns the first free name: “GitHub app”, then “GitHub app 2” and so on. */
function freeName(title: string, taken: readonly string[]): string {
  const used = new Set(taken.map((takenName) => takenName.toLowerCase()))
  let name = `${title} app`
  for (let number = 2; used.has(name.toLowerCase()); number++) name = `${title} app ${number}`
  return name
}
