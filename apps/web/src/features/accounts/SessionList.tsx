import { Badge, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Session } from '@stepkey/shared/account'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { sentenceOf } from '../../api/api.ts'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { Row, RowList } from '../../ui/layout/RowList.tsx'
import { Section } from '../../ui/layout/Section.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { deviceLabel } from './deviceLabel.ts'

/** Lists the sessions of the user, and revokes them. */
export function SessionList() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  const { data: sessions } = useSuspenseQuery(trpc.sessions.list.queryOptions())
  const others = sessions.filter(({ current }) => !current)
  const mutationOptions = {
    onSuccess: () => queryClient.invalidateQueries(trpc.sessions.pathFilter()),
    onError: (error: unknown) =>
      notifications.show({
        color: 'red',
        title: 'The session could not be revoked',
        message: sentenceOf(error),
      }),
  }
  const revoke = useMutation(trpc.sessions.revoke.mutationOptions(mutationOptions))
  const revokeOthers = useMutation(trpc.sessions.revokeOthers.mutationOptions(mutationOptions))
  return (
    <Section
      title="Where you are signed in"
      lead="If you don’t recognize a session, revoke it and change your password."
      actions={
        others.length > 0 && (
          <BusyButton
            variant="default"
            onClick={() => revokeOthers.mutate()}
            isWaiting={revokeOthers.isPending}
          >
            Revoke all other sessions
          </BusyButton>
        )
      }
    >
      <RowList label="Sessions">
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            isRevoking={revoke.isPending && revoke.variables.sessionId === session.id}
            onRevoke={() => revoke.mutate({ sessionId: session.id })}
          />
        ))}
      </RowList>
    </Section>
  )
}

interface SessionRowProps {
  session: Session
  isRevoking: boolean
  onRevoke(): void
}

function SessionRow({ session, isRevoking, onRevoke }: SessionRowProps) {
  const { userAgent, address, createdAt, lastUsedAt, current } = session
  const device = deviceLabel(userAgent)
  return (
    <Row
      actions={
        !current && (
          <BusyButton
            variant="subtle"
            color="red"
            size="compact-md"
            fz="sm"
            isWaiting={isRevoking}
            onClick={onRevoke}
            aria-label={`Revoke the session of ${device} at ${address}`}
          >
            Revoke
          </BusyButton>
        )
      }
    >
      <Group gap="xs">
        <Text fw={600} title={userAgent ?? undefined}>
          {device}
        </Text>
        {current && (
          <Badge variant="light" color="plum" size="sm" tt="none" fw={500}>
            This session
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {address} · signed in <RelativeTime at={createdAt} /> · last used <RelativeTime at={lastUsedAt} />
      </Text>
    </Row>
  )
}
