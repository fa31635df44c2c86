import { Button, CopyButton, Group, Skeleton, Stack, Text, Title, VisuallyHidden } from '@mantine/core'
import type { Delivery, DeliveryDetail, Webhook } from '@stepkey/shared/webhook'
import { IconCheck, IconTerminal2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { CancelButton } from '../../ui/dialog/CancelButton.tsx'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { CopyableId } from '../../ui/inputs/CopyableId.tsx'
import { CodeExample } from '../../ui/layout/CodeExample.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { deliveryCurl } from './deliveryCurl.ts'
import { deliveryLabel } from './deliveryLabels.ts'
import { eventTitle } from './eventLabels.ts'

interface DeliveryDetailsProps {
  delivery: Delivery
  webhook: Webhook
  onClose(): void
}

/** Shows the request of a delivery, and the response to its last attempt. */
export function DeliveryDetails({ delivery, webhook, onClose }: DeliveryDetailsProps) {
  const { trpc } = useApi()
  const { id: deliveryId, type, attempts, status, eventId } = delivery
  const detail = useQuery({
    ...trpc.webhooks.delivery.queryOptions({ deliveryId }),
    refetchInterval: status === 'pending' ? 5000 : false,
  })
  const { tone, word, detail: problem } = deliveryLabel(delivery)
  return (
    <Dialog title={eventTitle(type)} onClose={onClose}>
      <Stack gap="lg">
        <Stack gap={4}>
          <StatusText tone={tone}>
            {word}
            {problem && `: ${problem}`}
          </StatusText>
          <Text size="sm" c="dimmed">
            {attempts === 1 ? '1 attempt' : `${attempts} attempts`}
            {detail.data?.lastAttemptAt && (
              <>
                {', the last '}
                <RelativeTime at={detail.data.lastAttemptAt} />
              </>
            )}
            {delivery.durationMs !== null && ` · took ${delivery.durationMs} ms`}
          </Text>
          <CopyableId label="Event ID" id={eventId} />
        </Stack>
        <LoadError of={detail} />
        {detail.isPending && <Skeleton height={240} radius="lg" />}
        {detail.data && (
          <>
            <Request detail={detail.data} url={webhook.url} />
            <Response detail={detail.data} />
          </>
        )}
        <Group justify="flex-end">
          <CancelButton isFirst>Close</CancelButton>
        </Group>
      </Stack>
    </Dialog>
  )
}

function Request({ detail, url }: { detail: DeliveryDetail; url: string }) {
  const { headers, payload } = detail.request
  return (
    <Part title="Request">
      <CodeExample label="Request headers">
        {headers.map(({ name, value }) => `${name}: ${value ?? '(not stored)'}`).join('\n')}
      </CodeExample>
      <CodeExample label="Payload">{JSON.stringify(JSON.parse(payload), undefined, 2)}</CodeExample>
      <Group gap="sm">
        {/* Browsers allow copying only over HTTPS and on localhost. */}
        {window.isSecureContext && (
          <CopyButton value={deliveryCurl(url, detail)} timeout={4000}>
            {({ copied, copy }) => (
              <>
                <Button
                  variant="default"
                  size="xs"
                  onClick={copy}
                  leftSection={
                    copied ? <IconCheck size={16} aria-hidden /> : <IconTerminal2 size={16} aria-hidden />
                  }
                >
                  {copied ? 'Copied' : 'Copy as curl'}
                </Button>
                <VisuallyHidden role="status">{copied && 'curl command copied'}</VisuallyHidden>
              </>
            )}
          </CopyButton>
        )}
        <Text size="sm" c="dimmed" flex="1 1 240px">
          The command is not signed, so receivers that verify events reject it. Use Resend for a signed
          request.
        </Text>
      </Group>
    </Part>
  )
}

function Response({ detail: { response, attempts } }: { detail: DeliveryDetail }) {
  return (
    <Part title="Response">
      {!response && (
        <Text size="sm" c="dimmed">
          {attempts === 0 ? 'The event was not sent yet.' : 'No response of the last attempt is stored.'}
        </Text>
      )}
      {response && (
        <>
          <CodeExample label="Response status and headers">
            {[
              `HTTP ${response.status}`,
              ...response.headers.map(({ name, value }) => `${name}: ${value}`),
            ].join('\n')}
          </CodeExample>
          {response.body ? (
            <CodeExample label="Response body">{response.body}</CodeExample>
          ) : (
            <Text size="sm" c="dimmed">
              The response had no body.
            </Text>
          )}
          {response.isTruncated && (
            <Text size="sm" c="dimmed">
              Only the first 4 KiB are stored.
            </Text>
          )}
        </>
      )}
    </Part>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="xs" aria-label={title}>
      <Title order={3} size="h5">
        {title}
      </Title>
      {children}
    </Stack>
  )
}
