import { Alert } from '@mantine/core'
import type { BlockReason } from '@stepkey/shared/flow'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMay } from '../../workspace/access.ts'

interface BlockedStepProps {
  reason: BlockReason
  /** The chosen credential was deleted. */
  wasDeleted: boolean
  /** The chosen credential must be connected again. */
  needsReconnect: boolean
}

/** Explains why a step blocks the activation of its flow, and what to do. It receives the focus. */
export function BlockedStep({ reason, wasDeleted, needsReconnect }: BlockedStepProps) {
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
      {reason === 'failing' && needsReconnect
        ? reconnectMessage(mayWrite)
        : blockMessage(reason, wasDeleted, mayWrite)}
    </Alert>
  )
}

const reconnectMessage = (mayWrite: boolean) =>
  `Its credential must be connected again. ${mayWrite ? 'Connect it' : 'Ask an editor or an admin to connect it'}, or choose another one below.`

function blockMessage(reason: BlockReason, wasDeleted: boolean, mayWrite: boolean): string {
  const orCreate = mayWrite ? ', or create it' : ''
  const orEdit = mayWrite ? ' edit it,' : ''
  switch (reason) {
    case 'missing':
      return wasDeleted
        ? `Its credential was deleted. Choose another one below${orCreate}.`
        : `It has no credential. Choose one below${orCreate}.`
    case 'wrong_component':
      return 'Its credential belongs to another component. Choose one of this component below.'
    case 'failing':
      return `Its credential is failing. Verify it again,${orEdit} or choose another one below.`
    case 'frozen':
      return 'Its credential is frozen. Unfreeze it, or choose another one below.'
    case 'unverified':
      return 'Its credential was saved without verifying. Verify it, or choose another one below.'
    case 'unknown_component':
      return 'Its component does not exist any more. Choose another one.'
    case 'unknown_method':
      return 'Its component has not all of the chosen methods any more. Choose the methods again.'
    case 'missing_scopes':
      return `Scopes that this step requires were not granted to its credential. ${mayWrite ? 'Choose “Extend access” to connect it again with them' : 'Ask an editor or an admin to extend its access'}, or choose another one below.`
  }
}
