import { Group, Skeleton, Text } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { CredentialLine } from './CredentialLine.tsx'
import { EditLink } from './EditLink.tsx'
import type { ChosenCredential } from './useChosenCredential.ts'
import { useLacks } from './useLacks.ts'
import { VerifyNow } from './VerifyNow.tsx'

interface ChosenProps {
  chosen: ChosenCredential
  /** The OAuth scopes that the step needs. */
  needs: readonly string[] | undefined
  /** An active flow runs with it. */
  isInUse?: boolean
}

/** The credential that a step has chosen, and what stands in its way. */
export function Chosen({ chosen, needs, isInUse }: ChosenProps) {
  switch (chosen.state) {
    case 'found':
      return <Found {...chosen} needs={needs} isInUse={isInUse} />
    case 'gone':
      return <Deleted />
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
}: Extract<ChosenCredential, { state: 'found' }> & Pick<ChosenProps, 'needs' | 'isInUse'>) {
  const lacks = useLacks(credential, needs)
  return (
    <>
      <CredentialLine credential={credential} lacks={lacks} />
      {!ready && <NotReady credential={credential} isInUse={isInUse ?? false} />}
      {ready && lacks.length > 0 && <EditLink credential={credential}>Connect again</EditLink>}
    </>
  )
}

/** Says so where a step has lost its credential. */
export function Deleted() {
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
        {!isLost && <VerifyNow credential={credential} />}
        <EditLink credential={credential}>{isLost ? 'Connect again' : 'Edit it'}</EditLink>
      </Group>
    </>
  )
}
