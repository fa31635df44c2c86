import { Group, Skeleton, Text } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { CredentialSummaryLine } from './CredentialSummaryLine.tsx'
import { EditLink } from './EditLink.tsx'
import { useMissingScopes } from './useMissingScopes.ts'
import type { SelectedCredentialState } from './useSelectedCredential.ts'
import { VerifyButton } from './VerifyButton.tsx'

interface ChosenProps {
  chosen: SelectedCredentialState
  /** The OAuth scopes that the step needs. */
  needs: readonly string[] | undefined
  /** An active flow runs with it. */
  isInUse?: boolean
}

/** The credential that a step has chosen, and what stands in its way. */
export function SelectedCredential({ chosen, needs, isInUse }: ChosenProps) {
  switch (chosen.state) {
    case 'found':
      return <Found {...chosen} needs={needs} isInUse={isInUse} />
    case 'gone':
      return <DeletedCredential />
    case 'unknown':
      return (
        <Text size="sm" c="dimmed">
          It can’t be shown right now. It is still chosen.
        </Text>
      )
    default:
      return <Skeleton height={20} width={280} mt={4} />
  }
}

function Found({
  credential,
  ready,
  needs,
  isInUse,
}: Extract<SelectedCredentialState, { state: 'found' }> & Pick<ChosenProps, 'needs' | 'isInUse'>) {
  const lacks = useMissingScopes(credential, needs)
  return (
    <>
      <CredentialSummaryLine credential={credential} lacks={lacks} />
      {!ready && <NotReady credential={credential} isInUse={isInUse ?? false} />}
      {ready && lacks.length > 0 && <EditLink credential={credential}>Connect again</EditLink>}
    </>
  )
}

/** Says so where a step has lost its credential. */
export function DeletedCredential() {
  return (
    <Text size="sm" c="var(--stepkey-bad)">
      The credential that was chosen here has been deleted.
    </Text>
  )
}

function NotReady({ credential, isInUse }: { credential: CredentialSummary; isInUse: boolean }) {
  const isLost = credential.status === 'reconnect'
  return (
    <>
      <Text size="sm">
        {isInUse
          ? 'This step fails when it runs, until the credential works again.'
          : 'A draft may keep it, but no flow can be activated with it.'}
      </Text>
      <Group gap="md">
        {!isLost && <VerifyButton credential={credential} />}
        <EditLink credential={credential}>{isLost ? 'Connect again' : 'Edit it'}</EditLink>
      </Group>
    </>
  )
}
