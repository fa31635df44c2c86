import { Group, Skeleton, Text } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { CredentialLine } from './CredentialLine.tsx'
import { EditLink } from './EditLink.tsx'
import type { ChosenCredential } from './useChosenCredential.ts'
import { VerifyNow } from './VerifyNow.tsx'

/** The credential that a step has chosen, and what stands in its way. */
export function Chosen({ chosen }: { chosen: ChosenCredential }) {
  switch (chosen.state) {
    case 'found':
      return (
        <>
          <CredentialLine credential={chosen.credential} />
          {!chosen.ready && <NotReady credential={chosen.credential} />}
        </>
      )
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

/** Says so where a step has lost its credential. */
export function Deleted() {
  return (
    <Text size="sm" c="var(--stepkey-bad)">
      The credential that was chosen here has been deleted.
    </Text>
  )
}

function NotReady({ credential }: { credential: CredentialSummary }) {
  return (
    <>
      <Text size="sm">A draft may keep it, but no flow can be activated with it.</Text>
      <Group gap="md">
        <VerifyNow credential={credential} />
        <EditLink credential={credential}>Edit it</EditLink>
      </Group>
    </>
  )
}
