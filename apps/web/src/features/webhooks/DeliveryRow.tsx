import { Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Delivery, Webhook } from '@stepkey/shared/webhook'
import { IconRefresh } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { sentenceOf } from '../../api/api.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { CopyableId } from '../../ui/inputs/CopyableId.tsx'
import { Row } from '../../ui/layout/RowList.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { DeliveryDetails } from './DeliveryDetails.tsx'
import { deliveryLabel } from './deliveryLabels.ts'
import { eventTitle } from './eventLabels.ts'
import { useWebhooksChanged } from './useWebhooksChanged.ts'

interface DeliveryRowProps {
  delivery: Delivery
  webhook: Webhook
}

/** Shows one delivery: its event, result, number of attempts and next attempt. It opens with request and response. */
export function DeliveryRow({ delivery, webhook }: DeliveryRowProps) {
  const { trpc } = useApi()
  const webhooksChanged = useWebhooksChanged()
  const redelivery = useMutation(trpc.webhooks.redeliver.mutationOptions({ onSuccess: webhooksChanged }))
  const { id: deliveryId, eventId, type, isAgain, attempts, durationMs, createdAt, nextAttemptAt } = delivery
  const { tone, word, detail } = deliveryLabel(delivery)
  const [isOpen, { open, close }] = useDisclosure()
  const isFirstAttempt = attempts === 0
  return (
    <Row
      isBusy={redelivery.isPending}
      actions={
        <>
          <Button
            variant="subtle"
            size="compact-md"
            fz="sm"
            onClick={open}
            aria-label={`Details: ${eventTitle(type)}`}
          >
            Details
          </Button>
          {webhook.isEnabled && !isFirstAttempt && (
            <BusyButton
              variant="subtle"
              size="compact-md"
              fz="sm"
              leftSection={<IconRefresh size={16} aria-hidden />}
              onClick={() => redelivery.mutate({ deliveryId })}
              isWaiting={redelivery.isPending}
              aria-label={`Resend: ${eventTitle(type)}`}
            >
              Resend
            </BusyButton>
          )}
        </>
      }
    >
      <Group gap="xs">
        <Text fw={600}>{eventTitle(type)}</Text>
        <Text size="sm" c="dimmed">
          <RelativeTime at={createdAt} />
          {isAgain && ' · resent'}
        </Text>
      </Group>
      <StatusText tone={tone}>
        {word}
        {detail && `: ${detail}`}
      </StatusText>
      {!isFirstAttempt && (
        <Text size="sm" c="dimmed">
          {attempts === 1 ? '1 attempt' : `${attempts} attempts`}
          {durationMs !== null && `, the last took ${durationMs} ms`}
          {nextAttemptAt && (
            <>
              {' · next attempt '}
              <RelativeTime at={nextAttemptAt} isAhead />
            </>
          )}
        </Text>
      )}
      <CopyableId label="Event ID" id={eventId} />
      {isOpen && <DeliveryDetails delivery={delivery} webhook={webhook} onClose={close} />}
      {redelivery.error && <ErrorText>{sentenceOf(redelivery.error)}</ErrorText>}
    </Row>
  )
}
