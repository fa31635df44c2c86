import { Alert, Anchor, Select } from '@mantine/core'
import type { Component } from '@stepkey/shared/component'
import { IconExternalLink, IconPlugConnected, IconWorld } from '@tabler/icons-react'
import { isolated } from '../../ui/text/isolated.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { providerAtStart } from './providerName.ts'
import type { ConsentSetup as Setup } from './useConsentSetup.ts'

/** Lets the user choose the OAuth app, or shows what is missing before they can connect. */
export function ConsentSetup({ component, setup }: { component: Component; setup: Setup }) {
  const workspace = useWorkspaceId()
  if (setup.publicOrigin) {
    return (
      <Alert icon={<IconWorld aria-hidden />}>
        {providerAtStart(component)} redirects to {setup.publicOrigin}.{' '}
        <Anchor href={`${setup.publicOrigin}${window.location.pathname}`} inherit underline="always">
          Open Stepkey there
        </Anchor>{' '}
        to connect.
      </Alert>
    )
  }
  if (setup.isAppMissing) {
    return (
      <Alert icon={<IconPlugConnected aria-hidden />}>
        To connect to {component.title}, first{' '}
        <Anchor
          href={`/w/${workspace}/credentials/${component.id}/apps`}
          target="_blank"
          inherit
          underline="always"
        >
          add an OAuth app
          <IconExternalLink
            size={13}
            aria-label="in a new tab"
            style={{ marginLeft: 3, verticalAlign: -1 }}
          />
        </Anchor>
        . Your input on this page is kept.
      </Alert>
    )
  }
  if (setup.apps.length < 2) return null
  return (
    <Select
      label="OAuth app"
      description="You grant access to this app."
      data={setup.apps.map(({ id, name, owner }) => ({
        value: id,
        label: owner === 'installation' ? `${isolated(name)} (all workspaces)` : name,
      }))}
      value={setup.app?.id ?? null}
      onChange={(id) => id && setup.choose(id)}
      allowDeselect={false}
    />
  )
}
