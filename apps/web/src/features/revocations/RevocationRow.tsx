import { Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { OpenRevocation } from '@stepkey/shared/revocation'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { sentenceOf } from '../../api/api.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { Row } from '../../ui/layout/RowList.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import {
  describeRevocation,
  type NamedComponent,
  providerAtStart,
  providerOf,
} from '../consents/providerName.ts'

interface RevocationRowProps {
  revocation: OpenRevocation
  component: NamedComponent | undefined
}

/** Shows a key or an access that its provider has not revoked yet, with what to do. */
export function RevocationRow({ revocation, component }: RevocationRowProps) {
  const { id: revocationId, name, componentId, kind, status, nextAttemptAt } = revocation
  const { client, trpc } = useApi()
  const queryClient = useQueryClient()
  const mayWrite = useMay('write')
  const named = component ?? { title: componentId, category: '' }
  const isPending = status === 'pending'
  const action = useMutation({
    mutationFn: async () => {
      if (!isPending) {
        await client.revocations.dismiss.mutate({ revocationId })
        return undefined
      }
      const result = await client.revocations.retry.mutate({ revocationId })
      return describeRevocation(named, result.revocation, kind)
    },
    onSuccess: (result) => {
      if (result) notifications.show({ color: result.isDone ? 'leaf' : 'amber', message: result.message })
    },
    onSettled: () =>
      Promise.all(
        [trpc.revocations, trpc.audit].map((part) => queryClient.invalidateQueries(part.pathFilter())),
      ),
  })
  const label = isPending ? 'Try again' : 'I revoked it'
  return (
    <Row
      actions={
        mayWrite && (
          <BusyButton
            variant="default"
            size="xs"
            onClick={() => action.mutate()}
            isWaiting={action.isPending}
            aria-label={`${label}: ${name}`}
          >
            {label}
          </BusyButton>
        )
      }
    >
      <Text fw={600}>
        <bdi>{name}</bdi>
        <Text span inherit fw={400} c="dimmed">
          {' '}
          · {named.title}
        </Text>
      </Text>
      <StatusText tone={isPending ? 'warn' : 'bad'}>
        {kind === 'key' ? 'The old key may still work' : 'The old access may still work'}
      </StatusText>
      <Text size="sm" c="dimmed">
        {isPending ? (
          <>
            {providerAtStart(named)} has not confirmed that it revoked the {kind}. Stepkey tries again{' '}
            {nextAttemptAt && <RelativeTime at={nextAttemptAt} isAhead />}.
          </>
        ) : (
          `Stepkey could not revoke the ${kind}. Revoke it in your account at ${providerOf(named)}.`
        )}
      </Text>
      {action.error && <ErrorText>{sentenceOf(action.error)}</ErrorText>}
    </Row>
  )
}
