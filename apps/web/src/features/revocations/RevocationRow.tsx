import { Button, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import type { OpenRevocation } from '@stepkey/shared/revocation'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { sentenceOf } from '../../api/api.ts'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { keepFocusNearby } from '../../ui/dialog/useFocusReturn.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { Row } from '../../ui/layout/RowList.tsx'
import { isolated } from '../../ui/text/isolated.ts'
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
  const { id: revocationId, name, componentId, kind, status, attempts, nextAttemptAt } = revocation
  const { client, trpc } = useApi()
  const queryClient = useQueryClient()
  const mayWrite = useMay('write')
  const named = component ?? { title: componentId, category: '' }
  const isPending = status === 'pending'
  const [isDismissing, dismissing] = useDisclosure()
  const reload = () =>
    Promise.all(
      [trpc.revocations, trpc.audit].map((part) => queryClient.invalidateQueries(part.pathFilter())),
    )
  const retry = useMutation({
    mutationFn: async () => (await client.revocations.retry.mutate({ revocationId })).revocation,
    onSuccess: (result) => {
      const { isDone, message } = describeRevocation(named, result, kind)
      notifications.show({ color: isDone ? 'leaf' : 'amber', message })
      keepFocusNearby()
    },
    onSettled: reload,
  })
  const dismiss = isPending ? 'Stop trying' : 'I revoked it'
  return (
    <Row
      actions={
        mayWrite && (
          <>
            {isPending && (
              <BusyButton
                variant="default"
                size="xs"
                onClick={() => retry.mutate()}
                isWaiting={retry.isPending}
                aria-label={`Try again: ${name}`}
              >
                Try again
              </BusyButton>
            )}
            <Button
              variant={isPending ? 'subtle' : 'default'}
              size="xs"
              onClick={dismissing.open}
              aria-label={`${dismiss}: ${name}`}
            >
              {dismiss}
            </Button>
          </>
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
            {attempts === 0
              ? `Stepkey revokes the ${kind} at ${providerOf(named)}`
              : `${providerAtStart(named)} has not confirmed that it revoked the ${kind}. Stepkey tries again`}{' '}
            {nextAttemptAt && <RelativeTime at={nextAttemptAt} isAhead />}.
          </>
        ) : (
          `Stepkey could not revoke the ${kind}. Revoke it in your account at ${providerOf(named)}.`
        )}
      </Text>
      {retry.error && <ErrorText>{sentenceOf(retry.error)}</ErrorText>}
      {isDismissing && (
        <ConfirmDialog
          title={isPending ? `Stop trying to revoke the ${kind}?` : `Is the ${kind} revoked?`}
          confirm={isPending ? 'Stop trying' : 'Yes, it is revoked'}
          isHarmless={!isPending}
          onConfirm={() => client.revocations.dismiss.mutate({ revocationId })}
          onClose={dismissing.close}
          onDone={() => {
            notifications.show({ color: 'leaf', message: `“${isolated(name)}” was taken off the list.` })
            void reload()
          }}
        >
          {isPending
            ? `The ${kind} stays valid at ${providerOf(named)}, unless you revoke it there. Stepkey erases its copy.`
            : `Stepkey can’t verify that, because it has erased the ${kind}.`}
        </ConfirmDialog>
      )}
    </Row>
  )
}
