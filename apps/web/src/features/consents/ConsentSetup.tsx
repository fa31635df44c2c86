import { Alert, Anchor, Button, Select, Stack } from '@mantine/core'
import type { Component } from '@stepkey/shared/component'
import { IconPlugConnected, IconPlus, IconWorld } from '@tabler/icons-react'
import { isolated } from '../../ui/text/isolated.ts'
import { useMay } from '../../workspace/access.ts'
import { useWorkspaceScope } from '../../workspace/workspaceScope.ts'
import { providerAtStart } from './providerName.ts'
import type { ConsentSetup as Setup } from './useConsentSetup.ts'

interface ConsentSetupProps {
  component: Component
  setup: Setup
  /** The id of the text that says what is missing: it describes the button Connect. */
  missingId: string
  onAddApp(): void
}

/** Lets the user choose the OAuth app, or shows what is missing before they can connect. */
export function ConsentSetup({ component, setup, missingId, onAddApp }: ConsentSetupProps) {
  const { member } = useWorkspaceScope()
  const mayAdd = useMay('write') && member !== undefined
  if (setup.publicOrigin) {
    return (
      <Alert icon={<IconWorld aria-hidden />}>
        <span id={missingId}>
          {providerAtStart(component)} redirects to {setup.publicOrigin}.{' '}
          {member ? (
            <>
              <Anchor href={`${setup.publicOrigin}${window.location.pathname}`} inherit underline="always">
                Open Stepkey there
              </Anchor>{' '}
              to connect.
            </>
          ) : (
            'Open this page there to connect.'
          )}
        </span>
      </Alert>
    )
  }
  if (setup.isAppMissing) {
    return (
      <Alert icon={<IconPlugConnected aria-hidden />}>
        <Stack gap="sm" align="flex-start">
          <span id={missingId}>
            To connect to {component.title}, this workspace needs an OAuth app. It is added once, for all
            credentials.{' '}
            {!mayAdd && 'Ask an owner, admin or editor of this workspace, or the operator of this Stepkey.'}
          </span>
          {mayAdd && (
            <Button onClick={onAddApp} leftSection={<IconPlus size={16} aria-hidden />}>
              Add OAuth app
            </Button>
          )}
        </Stack>
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
