import { Group, Skeleton, Text } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { useTranslations } from 'use-intl'
import { EditLink } from '../credentials/EditLink.tsx'
import { extendedScopes, useMissingScopes } from '../credentials/useMissingScopes.ts'
import { VerifyButton } from '../credentials/VerifyButton.tsx'
import { CredentialSummaryLine } from './CredentialSummaryLine.tsx'
import type { SelectedCredentialState } from './useSelectedCredential.ts'

interface SelectedCredentialProps {
  selected: SelectedCredentialState
  /** The OAuth scopes that the step needs. */
  needs: readonly string[] | undefined
  /** An active flow uses it. */
  isInUse?: boolean
}

/** Shows the chosen credential of a step, and why the step can’t use it. */
export function SelectedCredential({ selected, needs, isInUse }: SelectedCredentialProps) {
  const t = useTranslations('picker')
  switch (selected.state) {
    case 'found':
      return <LoadedCredential {...selected} needs={needs} isInUse={isInUse} />
    case 'gone':
      return <DeletedCredential />
    case 'unknown':
      return (
        <Text size="sm" c="dimmed">
          {t('notLoaded')}
        </Text>
      )
    default:
      return <Skeleton height={20} width={280} mt={4} />
  }
}

function LoadedCredential({
  credential,
  ready,
  needs,
  isInUse,
}: Extract<SelectedCredentialState, { state: 'found' }> &
  Pick<SelectedCredentialProps, 'needs' | 'isInUse'>) {
  const missing = useMissingScopes(credential, needs)
  return (
    <>
      <CredentialSummaryLine credential={credential} missing={missing} />
      {!ready && <NotReady credential={credential} isInUse={isInUse ?? false} />}
      {ready && missing.length > 0 && (
        <EditLink credential={credential} scopes={extendedScopes(credential, needs)}>
          Extend access
        </EditLink>
      )}
    </>
  )
}

/** Says that the chosen credential was deleted. */
export function DeletedCredential() {
  const t = useTranslations('picker')
  return (
    <Text size="sm" c="var(--stepkey-bad)">
      {t('deleted')}
    </Text>
  )
}

function NotReady({ credential, isInUse }: { credential: CredentialSummary; isInUse: boolean }) {
  const t = useTranslations('picker')
  const needsReconnect = credential.status === 'reconnect'
  const isFrozen = credential.status === 'frozen'
  return (
    <>
      <Text size="sm">
        {t(isInUse ? 'stepFails' : 'notActivatable')}
        {isFrozen && ` ${t('unfreeze')}`}
      </Text>
      <Group gap="md">
        {!needsReconnect && !isFrozen && <VerifyButton credential={credential} />}
        <EditLink credential={credential}>{needsReconnect ? 'Connect again' : 'Edit'}</EditLink>
      </Group>
    </>
  )
}
