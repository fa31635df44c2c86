import { Group, Text } from '@mantine/core'
import type { Delivery } from '@stepkey/shared/webhook'
import { IconRefresh } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { sentenceOf, useApi } from '../api.ts'
import { Age } from '../ui/Age.tsx'
import { ErrorText } from '../ui/ErrorText.tsx'
import { Row } from '../ui/RowList.tsx'
import { Toned } from '../ui/Toned.tsx'
import { Until } from '../ui/Until.tsx'
import { WaitingButton } from '../ui/WaitingButton.tsx'
import { deliveryWords } from './deliveryWords.ts'
import { eventTitle } from './eventWords.ts'
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
  const { tone, word, detail } = deliveryWords(delivery)
  const isFirstTry = attempts === 0
  return (
    <Row
      isBusy={again.isPending}
      actions={
        canSend &&
        !isFirstTry && (
          <WaitingButton
            variant="subtle"
            size="compact-md"
            fz="sm"
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={() => again.mutate({ deliveryId })}
            isWaiting={again.isPending}
            aria-label={`Send again: ${eventTitle(type)}`}
          >
            Send again
          </WaitingButton>
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
      <Toned tone={tone}>
        {word}
        {detail && `: ${detail}`}
      </Toned>
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
