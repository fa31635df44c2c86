import { Anchor, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { appGuideOf, appMethodOf, parseClientFile, requestedScopes } from '@stepkey/shared/auth/app-guide'
import type { Component } from '@stepkey/shared/component'
import type { OAuthApps } from '@stepkey/shared/oauth'
import { IconExternalLink } from '@tabler/icons-react'
import { useState } from 'react'
import type { z } from 'zod'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { AppGuideSteps } from './AppGuideSteps.tsx'
import { newAppFields, redirectUrlOf } from './appFields.ts'
import { clientCheckMessage } from './clientCheckMessage.ts'
import { OAuthAppForm } from './OAuthAppForm.tsx'
import { useOAuthAppsChanged } from './useOAuthAppsChanged.ts'

interface AddOAuthAppProps {
  component: Component
  /** The method and the values of the credential that needs the app. */
  credential?: { methodId: string; values: Record<string, unknown> }
  apps: z.infer<typeof OAuthApps>
  onClose(): void
  /** Called when the list of apps contains the new one. */
  onAdded?(): void
}

/** Shows how to register an OAuth client with the provider, and adds it. */
export function AddOAuthApp({ component, credential, apps, onClose, onAdded }: AddOAuthAppProps) {
  const { client } = useApi()
  const { withPassword } = usePasswordGate()
  const oauthAppsChanged = useOAuthAppsChanged()
  const [entered, setEntered] = useState<unknown>()
  const redirectUrl = redirectUrlOf(entered, apps.redirectUri)
  const name = freeName(
    component.title,
    apps.items.map((app) => app.name),
  )
  const guide = appGuideOf(component)
  const method = appMethodOf(component, credential?.methodId)
  return (
    <Dialog title={`Add an OAuth app for ${component.title}`} onClose={onClose} isWide>
      <Stack gap="lg">
        <Text size="sm">
          An OAuth app registers this Stepkey with {component.title}. Begin at{' '}
          <Anchor href={guide.page.url} target="_blank" rel="noreferrer" inherit underline="always">
            {guide.page.title}
            <IconExternalLink
              size={13}
              aria-label="in a new tab"
              style={{ marginLeft: 3, verticalAlign: -1 }}
            />
          </Anchor>
          .
        </Text>
        <AppGuideSteps
          guide={guide}
          redirectUrl={redirectUrl}
          scopes={method ? requestedScopes(method, credential?.values) : []}
          scopesHelp={
            credential
              ? 'As chosen in the credential.'
              : 'The default choice. If your credentials request others, add those too.'
          }
        />
        <OAuthAppForm
          label="New OAuth app"
          fields={newAppFields}
          values={{ name }}
          file={
            guide.file && {
              name: guide.file.name,
              read: (text) => parseClientFile(guide, newAppFields, { text, redirectUrl }),
            }
          }
          submit="Add app"
          onRedirectUrl={setEntered}
          progress={`Asking ${component.title} whether it accepts the app…`}
          onSubmit={(values) =>
            withPassword(() =>
              client.oauthApps.create.mutate({
                ...(values as z.infer<typeof newAppFields>),
                componentId: component.id,
              }),
            )
          }
          onDone={({ clientCheck }) => {
            onClose()
            notifications.show({
              color: 'leaf',
              title: 'The OAuth app was added',
              message: `${clientCheckMessage(component.title, clientCheck)} You can now connect credentials.`,
            })
            void oauthAppsChanged().then(onAdded)
          }}
        />
      </Stack>
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
