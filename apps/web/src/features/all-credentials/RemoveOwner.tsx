import { Group, ScrollArea, Skeleton, Stack, Text } from '@mantine/core'
import type { OwnerRemoved } from '@stepkey/shared/owner'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { CancelButton } from '../../ui/dialog/CancelButton.tsx'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { useFormInDialog } from '../../ui/dialog/dialogContext.ts'
import { FormError } from '../../ui/feedback/FormError.tsx'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { Row, RowList } from '../../ui/layout/RowList.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { DeletedLink } from '../credentials/DeletedLink.tsx'
import { FlowLinks } from '../credentials/FlowLinks.tsx'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'
import { useKeptDays } from '../credentials/useKeptDays.ts'
import {
  credentialCount,
  deletedCount,
  describeKept,
  describePlan,
  describeRemoval,
  statusOf,
} from './ownerRemovalTexts.ts'

interface RemoveOwnerProps {
  owner: string
  onClose(): void
  /** Called when credentials were deleted. */
  onRemoved(): void
}

/** Shows what deleting the credentials of an owner would do, and deletes them. */
export function RemoveOwner({ owner, onClose, onRemoved }: RemoveOwnerProps) {
  const { client, trpc } = useApi()
  const credentialsChanged = useCredentialsChanged()
  const remove = useMutation({
    mutationFn: () => client.owners.remove.mutate({ owner }),
    onSuccess: async () => {
      onRemoved()
      await credentialsChanged()
    },
  })
  // Never from the cache: a flow may have been activated a second ago.
  const plan = useQuery({
    queryKey: [...trpc.owners.pathKey(), 'removal', owner],
    queryFn: ({ signal }) => client.owners.remove.mutate({ owner, dryRun: true }, { signal }),
    enabled: remove.isIdle,
    staleTime: 0,
    gcTime: 0,
  })
  const name = isolated(owner)
  return (
    <Dialog
      title={remove.data ? `Credentials of “${name}”` : `Delete all credentials of “${name}”?`}
      onClose={onClose}
      isWide
    >
      {remove.data ? (
        <Result removal={remove.data} />
      ) : plan.data ? (
        <Plan
          plan={plan.data}
          isDeleting={remove.isPending}
          error={remove.error}
          onDelete={() => remove.mutate()}
        />
      ) : (
        <Stack gap="md">
          {plan.error ? <LoadError of={plan} /> : <Skeleton height={140} aria-label="Loading" />}
          <Group justify="flex-end">
            <CancelButton isFirst />
          </Group>
        </Stack>
      )}
    </Dialog>
  )
}

interface PlanProps {
  plan: OwnerRemoved
  isDeleting: boolean
  error: unknown
  onDelete(): void
}

function Plan({ plan, isDeleting, error, onDelete }: PlanProps) {
  const count = deletedCount(plan)
  useFormInDialog({ isPending: isDeleting, isChanged: false })
  return (
    <Stack gap="md">
      <Removal removal={plan} summary={describePlan(plan, useKeptDays())} isDone={false} />
      <FormError of={error} />
      <Group justify="flex-end" gap="sm">
        <CancelButton isFirst>{count > 0 ? 'Cancel' : 'Close'}</CancelButton>
        {count > 0 && (
          <BusyButton color="red" isWaiting={isDeleting} onClick={onDelete}>
            {isDeleting ? 'Deleting…' : `Delete ${credentialCount(count)}`}
          </BusyButton>
        )}
      </Group>
    </Stack>
  )
}

function Result({ removal }: { removal: OwnerRemoved }) {
  return (
    <Stack gap="md">
      <Removal removal={removal} summary={describeRemoval(removal)} isDone />
      <Group justify="space-between" gap="sm">
        <DeletedLink />
        <CancelButton>Close</CancelButton>
      </Group>
    </Stack>
  )
}

interface RemovalProps {
  removal: OwnerRemoved
  summary: string
  isDone: boolean
}

/** Says what happens to the credentials, and names the flows that keep some of them. */
function Removal({ removal, summary, isDone }: RemovalProps) {
  const { trpc } = useApi()
  const { data: components } = useQuery(trpc.components.list.queryOptions({}))
  const titles = new Map(components?.map(({ id, title }) => [id, title]))
  const kept = describeKept(removal)
  const text = useRef<HTMLParagraphElement>(null)
  // The button that had the focus is gone. The focus also has the text read out.
  useEffect(() => text.current?.focus(), [])
  return (
    <>
      <Text size="sm" ref={text} tabIndex={-1}>
        {summary}
      </Text>
      {kept && (
        <Stack gap="xs">
          <Text size="sm">{kept}</Text>
          <FlowLinks flows={removal.flows} hidden={removal.hidden} limit={3} />
        </Stack>
      )}
      {!isDone && removal.recentFlows.length > 0 && (
        <Stack gap="xs">
          <Text size="sm">
            Active flows got some of them within the last 30 days. Their next run for this owner fails:
          </Text>
          <FlowLinks flows={removal.recentFlows} hidden={0} limit={3} />
        </Stack>
      )}
      {removal.credentials.length > 0 && (
        <ScrollArea.Autosize
          mah="35vh"
          viewportProps={{ tabIndex: 0, 'aria-label': 'Credentials of the owner', role: 'region' }}
        >
          <RowList label="Credentials of the owner">
            {removal.credentials.map((credential) => {
              const { tone, text } = statusOf(credential, isDone)
              return (
                <Row key={credential.id}>
                  <Text size="sm">
                    <Text span inherit fw={600}>
                      <bdi>{credential.name}</bdi>
                    </Text>{' '}
                    <Text span inherit c="dimmed">
                      {titles.get(credential.componentId) ?? credential.componentId}
                    </Text>
                  </Text>
                  <StatusText tone={tone}>{text}</StatusText>
                </Row>
              )
            })}
          </RowList>
        </ScrollArea.Autosize>
      )}
    </>
  )
}
