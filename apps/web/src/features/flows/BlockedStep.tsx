import { Alert } from '@mantine/core'
import type { BlockReason } from '@stepkey/shared/flow'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMay } from '../../workspace/access.ts'

interface BlockedStepProps {
  reason: BlockReason
  /** The credential that was chosen has been deleted. */
  isBereft: boolean
  /** The credential that is chosen has to be connected again. */
  isLost: boolean
}

/** Why a step keeps its flow from being active, and what to do. Focus comes here. */
export function BlockedStep({ reason, isBereft, isLost }: BlockedStepProps) {
  const mayWrite = useMay('write')
  return (
    <Alert
      data-blocked
      tabIndex={-1}
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title="This step isn’t ready"
      styles={{
        title: { color: 'var(--mantine-color-text)' },
        message: { color: 'var(--mantine-color-text)' },
      }}
    >
      {reason === 'failing' && isLost ? lost(mayWrite) : whatToDo(reason, isBereft, mayWrite)}
    </Alert>
  )
}

const lost = (mayWrite: boolean) =>
  `Its credential has lost its access. ${mayWrite ? 'Connect it again' : 'Ask an editor or an admin to connect it again'}, or choose another one below.`

function whatToDo(reason: BlockReason, isBereft: boolean, mayWrite: boolean): string {
  const orCreate = mayWrite ? ', or create it' : ''
  const orEdit = mayWrite ? ' edit it,' : ''
  switch (reason) {
    case 'missing':
      return isBereft
        ? `Its credential has been deleted. Choose another one below${orCreate}.`
        : `It has no credential. Choose one below${orCreate}.`
    case 'wrong_component':
      return 'Its credential belongs to another component. Choose one of this component below.'
    case 'failing':
      return `Its credential was refused when it was last verified. Verify it again,${orEdit} or choose another one below.`
    case 'unverified':
      return 'Its credential was saved without verifying. Verify it, or choose another one below.'
  }
}
