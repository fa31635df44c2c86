import { Group, Text } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { CredentialStatus } from '../credentials/CredentialStatus.tsx'
import { OwnerAndTags } from '../owners/OwnerAndTags.tsx'
import classes from './CredentialPicker.module.css'

/** Shows the name, identity, status, owner and tags of a credential in one line. */
export function CredentialSummaryLine({
  credential,
  missing = [],
  children,
}: {
  credential: CredentialSummary
  /** The labels of the scopes that the step needs and that were not granted. */
  missing?: readonly string[]
  children?: ReactNode
}) {
  const t = useTranslations('status')
  return (
    <div className={classes.line}>
      <Text size="sm" fw={600} span>
        <bdi>{credential.name}</bdi>
      </Text>
      {credential.identity && (
        <Text size="sm" c="dimmed" span>
          {credential.identity}
        </Text>
      )}
      <CredentialStatus credential={credential} />
      <OwnerAndTags of={credential} />
      {children}
      {missing.length > 0 && (
        <Group gap={6} wrap="nowrap" align="flex-start" c="var(--stepkey-warn)" flex="1 0 100%">
          <IconAlertTriangle size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
          <Text size="sm" span>
            {t('missingScopes', { scopes: missing.join(', ') })}
          </Text>
        </Group>
      )}
    </div>
  )
}
