import { Button, Code, Group, Text } from '@mantine/core'
import type { ApiKey } from '@stepkey/shared/api-key'
import { IconBan, IconClockOff, IconUserCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Row } from '../../ui/layout/RowList.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { Day } from '../../ui/time/Day.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useAccount } from '../../workspace/workspaceScope.ts'
import { describeLimits } from './keyLimits.ts'
import { describeScopes } from './scopeLabels.ts'

/** Returns whether a key is neither revoked nor expired. */
export const isValid = ({ revokedAt, expiresAt }: ApiKey, now: number) =>
  revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > now)

interface ApiKeyRowProps {
  apiKey: ApiKey
  onTakeOver(): void
  onRevoke(): void
}

/** Shows one API key: its name, prefix, scopes, creator, last use and expiry. */
export function ApiKeyRow({ apiKey, onTakeOver, onRevoke }: ApiKeyRowProps) {
  const { name, prefix, scopes, createdAt, createdBy, lastUsedAt, expiresAt } = apiKey
  const { id: ownId } = useAccount()
  const valid = isValid(apiKey, Date.now())
  return (
    <Row
      actions={
        valid && (
          <>
            {createdBy?.id !== ownId && (
              <Button
                variant="subtle"
                size="compact-md"
                fz="sm"
                leftSection={<IconUserCheck size={16} aria-hidden />}
                onClick={onTakeOver}
                aria-label={`Take over ${name}`}
              >
                Take over
              </Button>
            )}
            <Button
              variant="subtle"
              color="red"
              size="compact-md"
              fz="sm"
              leftSection={<IconBan size={16} aria-hidden />}
              onClick={onRevoke}
              aria-label={`Revoke ${name}`}
            >
              Revoke
            </Button>
          </>
        )
      }
    >
      <Group gap="xs">
        <Text fw={600} {...(!valid && { c: 'dimmed' })}>
          <bdi>{name}</bdi>
        </Text>
        <Code>{prefix}…</Code>
      </Group>
      <Text size="sm">{describeScopes(scopes)}</Text>
      <Limits apiKey={apiKey} />
      <Text size="sm" c="dimmed">
        Created <RelativeTime at={createdAt} />
        {createdBy && ` by ${createdBy.id === ownId ? 'you' : isolated(createdBy.name)}`} ·{' '}
        {lastUsedAt ? 'last used ' : 'never used'}
        {lastUsedAt && <RelativeTime at={lastUsedAt} />}
        {valid && (expiresAt ? ' · expires on ' : ' · does not expire')}
        {valid && expiresAt && <Day of={expiresAt} />}
      </Text>
      {!valid && <EndOfKey apiKey={apiKey} />}
    </Row>
  )
}

function Limits({ apiKey }: { apiKey: ApiKey }) {
  const { trpc } = useApi()
  const { data: components } = useQuery(
    trpc.components.list.queryOptions({}, { enabled: apiKey.componentIds !== null }),
  )
  const limits = describeLimits(apiKey, new Map(components?.map(({ id, title }) => [id, title])))
  return limits && <Text size="sm">{limits}</Text>
}

function EndOfKey({ apiKey: { revokedAt, expiresAt } }: { apiKey: ApiKey }) {
  const Icon = revokedAt ? IconBan : IconClockOff
  return (
    <Group gap={6} wrap="nowrap" c="var(--stepkey-bad)">
      <Icon size={16} aria-hidden />
      <Text size="sm" span>
        {revokedAt ? 'Revoked ' : 'Expired '}
        <RelativeTime at={revokedAt ?? expiresAt ?? ''} />
      </Text>
    </Group>
  )
}
