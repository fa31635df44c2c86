import { Button, Code, Group, Text } from '@mantine/core'
import type { ApiKey } from '@stepkey/shared/api-key'
import { IconBan, IconClockOff } from '@tabler/icons-react'
import { Row } from '../../ui/layout/RowList.tsx'
import { Age } from '../../ui/time/Age.tsx'
import { Day } from '../../ui/time/Day.tsx'
import { describeScopes } from './scopeLabels.ts'

/** Whether a key still opens anything. */
export const isWorking = ({ revokedAt, expiresAt }: ApiKey, now: number) =>
  revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > now)

/** One key: how to recognise it, what it may do, and whether anybody uses it. */
export function ApiKeyRow({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke(): void }) {
  const { name, prefix, scopes, createdAt, lastUsedAt, expiresAt } = apiKey
  const works = isWorking(apiKey, Date.now())
  return (
    <Row
      actions={
        works && (
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
        )
      }
    >
      <Group gap="xs">
        <Text fw={600} {...(!works && { c: 'dimmed' })}>
          {name}
        </Text>
        <Code>{prefix}…</Code>
      </Group>
      <Text size="sm">{describeScopes(scopes)}</Text>
      <Text size="sm" c="dimmed">
        Created <Age of={createdAt} /> · {lastUsedAt ? 'last used ' : 'never used'}
        {lastUsedAt && <Age of={lastUsedAt} />}
        {works && (expiresAt ? ' · expires on ' : ' · does not expire')}
        {works && expiresAt && <Day of={expiresAt} />}
      </Text>
      {!works && <Ended apiKey={apiKey} />}
    </Row>
  )
}

function Ended({ apiKey: { revokedAt, expiresAt } }: { apiKey: ApiKey }) {
  const Icon = revokedAt ? IconBan : IconClockOff
  return (
    <Group gap={6} wrap="nowrap" c="var(--stepkey-bad)">
      <Icon size={16} aria-hidden />
      <Text size="sm" span>
        {revokedAt ? 'Revoked ' : 'Expired '}
        <Age of={revokedAt ?? expiresAt ?? ''} />
      </Text>
    </Group>
  )
}
