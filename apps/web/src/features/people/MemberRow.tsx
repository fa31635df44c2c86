import { Badge, Button, Group, Text } from '@mantine/core'
import type { Member } from '@stepkey/shared/organization'
import { IconUserMinus } from '@tabler/icons-react'
import { Row } from '../../ui/layout/RowList.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useMay } from '../../workspace/access.ts'
import { useAccount } from '../../workspace/workspaceScope.ts'
import { MemberRole } from './MemberRole.tsx'
import { roleLabels } from './roleLabels.ts'

/** Shows one member. Users can’t change their own role, and only a transfer changes the owner. */
export function MemberRow({ member, onRemove }: { member: Member; onRemove(): void }) {
  const mayManage = useMay('members')
  const isSelf = useAccount().id === member.accountId
  return (
    <Row
      actions={
        mayManage && !isSelf && member.role !== 'owner' ? (
          <>
            <MemberRole member={{ ...member, role: member.role }} />
            <Button
              variant="subtle"
              color="red"
              size="compact-md"
              fz="sm"
              leftSection={<IconUserMinus size={16} aria-hidden />}
              onClick={onRemove}
              aria-label={`Remove ${member.name}`}
            >
              Remove
            </Button>
          </>
        ) : (
          <Text size="sm" fw={500}>
            {roleLabels[member.role].title}
          </Text>
        )
      }
    >
      <Group gap="xs">
        <Text fw={600}>
          <bdi>{member.name}</bdi>
        </Text>
        {isSelf && (
          <Badge variant="light" color="plum" size="sm" tt="none" fw={500}>
            You
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {member.email} · joined <RelativeTime at={member.joinedAt} />
      </Text>
    </Row>
  )
}
