import { Badge, Button, Group, Text } from '@mantine/core'
import type { CredentialValue } from '@stepkey/shared/credential-value'
import { useEffect, useRef } from 'react'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { Row } from '../../ui/layout/RowList.tsx'
import { Day } from '../../ui/time/Day.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useActors } from '../audit/useActors.ts'
import { VerifyValue } from './VerifyValue.tsx'
import { describeTrial, titleOfValue } from './valueLabels.ts'

/** What the user does with a value. */
export type ValueAction = 'try' | 'promote' | 'restore' | 'discard'

interface CredentialValueRowProps {
  credentialId: string
  value: CredentialValue
  /** The number of active flows that use the credential. */
  flowCount: number
  /** Whether the title takes the focus. */
  takesFocus: boolean
  /** Absent for users who may not change the credential. */
  onAction?(action: ValueAction): void
}

/** Shows one generation of a credential's values. */
export function CredentialValueRow({
  credentialId,
  value,
  flowCount,
  takesFocus,
  onAction,
}: CredentialValueRowProps) {
  const { generation, state, status, identity, createdAt, createdBy, eraseAt, revokeOnErase } = value
  const actors = useActors().flatMap(({ items }) => items)
  const author = actors.find((actor) => actor.value === createdBy)?.label
  const title = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (takesFocus) title.current?.focus()
  }, [takesFocus])
  return (
    <Row
      actions={
        onAction && (
          <>
            {state === 'pending' && (
              <>
                <Button size="compact-md" fz="sm" onClick={() => onAction('promote')}>
                  Promote
                </Button>
                {flowCount > 0 && (
                  <Button variant="default" size="compact-md" fz="sm" onClick={() => onAction('try')}>
                    Try with flows
                  </Button>
                )}
              </>
            )}
            {state === 'previous' && <VerifyValue credentialId={credentialId} generation={generation} />}
            {state === 'previous' && (
              <Button variant="default" size="compact-md" fz="sm" onClick={() => onAction('restore')}>
                Restore
              </Button>
            )}
            {state !== 'current' && (
              <Button
                variant="subtle"
                color="red"
                size="compact-md"
                fz="sm"
                onClick={() => onAction('discard')}
                aria-label={`Erase the ${titleOfValue(value).toLowerCase()}`}
              >
                Erase
              </Button>
            )}
          </>
        )
      }
    >
      <Group gap="xs">
        <Text fw={600} ref={title} tabIndex={-1}>
          {titleOfValue(value)}
        </Text>
        <Badge variant="default" size="sm" tt="none" fw={500}>
          Generation {generation}
        </Badge>
        {status === 'failing' && state !== 'previous' && <StatusText tone="bad">Failing</StatusText>}
        {status === 'failing' && state === 'previous' && (
          <StatusText tone="good">No longer accepted by the provider</StatusText>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {createdAt ? (
          <>
            Entered <RelativeTime at={createdAt} />
          </>
        ) : (
          'Entered before this was recorded'
        )}
        {author && (
          <>
            {' '}
            by <bdi>{author}</bdi>
          </>
        )}
        {identity && (
          <>
            {' '}
            · <bdi>{identity}</bdi>
          </>
        )}
      </Text>
      {state === 'pending' && flowCount > 0 && <Text size="sm">{describeTrial(value)}</Text>}
      {eraseAt && (
        <Text size="sm">
          Kept until <Day of={eraseAt} />.{revokeOnErase && ' Then Stepkey revokes its key at the provider.'}
          {!revokeOnErase &&
            status !== 'failing' &&
            ' Revoke the old key at the provider when no flow needs it any more.'}
        </Text>
      )}
    </Row>
  )
}
