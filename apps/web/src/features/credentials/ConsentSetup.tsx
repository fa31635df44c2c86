import { Alert, Anchor, Select } from '@mantine/core'
import type { Component } from '@stepkey/shared/component'
import { IconExternalLink, IconPlugConnected, IconWorld } from '@tabler/icons-react'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { providerAtStart } from './providerName.ts'
import type { ConsentSetup as Setup } from './useConsentSetup.ts'

/** Through which app a person is sent to the vendor, or what is missing for that. */
export function ConsentSetup({ component, setup }: { component: Component; setup: Setup }) {
  const workspace = useWorkspaceId()
  if (setup.elsewhere) {
    return (
      <Alert icon={<IconWorld aria-hidden />}>
        {providerAtStart(component)} sends people back to {setup.elsewhere}.{' '}
        <Anchor href={`${setup.elsewhere}${window.location.pathname}`} inherit underline="always">
          Open Stepkey there
        </Anchor>{' '}
        to connect.
      </Alert>
    )
  }
  if (setup.isWithoutApp) {
    return (
      <Alert icon={<IconPlugConnected aria-hidden />}>
        Before anybody can connect, {component.title} has to know this Stepkey:{' '}
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
        . What you entered here stays.
      </Alert>
    )
  }
  if (setup.apps.length < 2) return null
  return (
    <Select
      label="OAuth app"
      description={`How ${component.title} knows this Stepkey. What you agree to is granted to this app.`}
      data={setup.apps.map(({ id, name, owner }) => ({
        value: id,
        label: owner === 'installation' ? `${name} (for everybody)` : name,
      }))}
      value={setup.app?.id ?? null}
      onChange={(id) => id && setup.choose(id)}
      allowDeselect={false}
    />
  )
}
