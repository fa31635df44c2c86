import { Group, Text } from '@mantine/core'
import type { Delivery } from '@stepkey/shared/webhook'
import { IconRefresh } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { sentenceOf } from '../../api/api.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { Row } from '../../ui/layout/RowList.tsx'
import { Age } from '../../ui/time/Age.tsx'
import { Until } from '../../ui/time/Until.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { deliveryLabel } from './deliveryLabels.ts'
import { eventTitle } from './eventLabels.ts'
import { useWebhooksChanged } from './useWebhooksChanged.ts'

interface DeliveryRowProps {
  delivery: Delivery
  /** The webhook is switched on. */
  canSend: boolean
}

/** One event on its way: what it tells, how that went, and when it is tried next. */
export function DeliveryRow({ delivery, canSend }: DeliveryRowProps) {
  const { trpc } = useApi()
  const webhooksChanged = useWebhooksChanged()
  const again = useMutation(trpc.webhooks.redeliver.mutationOptions({ onSuccess: webhooksChanged }))
  const { id: deliveryId, type, isAgain, attempts, durationMs, createdAt, nextAttemptAt } = delivery
  const { tone, word, detail } = deliveryLabel(delivery)
  const isFirstTry = attempts === 0
  return (
    <Row
      isBusy={again.isPending}
      actions={
        canSend &&
        !isFirstTry && (
          <BusyButton
            variant="subtle"
            size="compact-md"
            fz="sm"
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={() => again.mutate({ deliveryId })}
            isWaiting={again.isPending}
            aria-label={`Send again: ${eventTitle(type)}`}
          >
            Send again
          </BusyButton>
        )
      }
    >
      <Group gap="xs">
        <Text fw={600}>{eventTitle(type)}</Text>
        <Text size="sm" c="dimmed">
          <Age of={createdAt} />
          {isAgain && ' · sent again'}
        </Text>
      </Group>
      <StatusText tone={tone}>
        {word}
        {detail && `: ${detail}`}
      </StatusText>
      {!isFirstTry && (
        <Text size="sm" c="dimmed">
          {attempts === 1 ? '1 try' : `${attempts} tries`}
          {durationMs !== null && `, the last took ${durationMs} ms`}
          {nextAttemptAt && (
            <>
              {' · next try '}
              <Until at={nextAttemptAt} />
            </>
          )}
        </Text>
      )}
      {again.error && <ErrorText>{sentenceOf(again.error)}</ErrorText>}
    </Row>
  )
}
