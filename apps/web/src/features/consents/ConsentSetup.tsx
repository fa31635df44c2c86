import { Alert, Anchor, Button, Select, Stack } from '@mantine/core'
import type { Component } from '@stepkey/shared/component'
import { IconPlugConnected, IconPlus, IconWorld } from '@tabler/icons-react'
import { useTranslations } from 'use-intl'
import { isolated } from '../../ui/text/isolated.ts'
import { useMay } from '../../workspace/access.ts'
import { useWorkspaceScope } from '../../workspace/workspaceScope.ts'
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
  const t = useTranslations('consent')
  const { member } = useWorkspaceScope()
  const mayAdd = useMay('write') && member !== undefined
  if (setup.publicOrigin) {
    return (
      <Alert icon={<IconWorld aria-hidden />}>
        <span id={missingId}>
          {t('redirectsTo', {
            provider: component.category === 'generic' ? t('theProviderAtStart') : component.title,
            origin: setup.publicOrigin,
          })}{' '}
          {member
            ? t.rich('openStepkeyThere', {
                link: (text) => (
                  <Anchor
                    href={`${setup.publicOrigin}${window.location.pathname}`}
                    inherit
                    underline="always"
                  >
                    {text}
                  </Anchor>
                ),
              })
            : t('openThere')}
        </span>
      </Alert>
    )
  }
  if (setup.isAppMissing) {
    return (
      <Alert icon={<IconPlugConnected aria-hidden />}>
        <Stack gap="sm" align="flex-start">
          <span id={missingId}>
            {t('appNeeded', { component: component.title })} {!mayAdd && t('askForApp')}
          </span>
          {mayAdd && (
            <Button onClick={onAddApp} leftSection={<IconPlus size={16} aria-hidden />}>
              {t('addApp')}
            </Button>
          )}
        </Stack>
      </Alert>
    )
  }
  if (setup.apps.length < 2) return null
  return (
    <Select
      label={t('app')}
      description={t('appHelp')}
      data={setup.apps.map(({ id, name, owner }) => ({
        value: id,
        label: owner === 'installation' ? t('sharedApp', { name: isolated(name) }) : name,
      }))}
      value={setup.app?.id ?? null}
      onChange={(id) => id && setup.choose(id)}
      allowDeselect={false}
    />
  )
}
