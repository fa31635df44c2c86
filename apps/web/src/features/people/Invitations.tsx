import { Button, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import type { Invitation } from '@stepkey/shared/organization'
import { IconLink } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { Row, RowList } from '../../ui/layout/RowList.tsx'
import { Section } from '../../ui/layout/Section.tsx'
import { Day } from '../../ui/time/Day.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { InviteMember } from './InviteMember.tsx'
import { roleLabels } from './roleLabels.ts'
import { usePeopleChanged } from './usePeopleChanged.ts'

/** Lists the open invitations, creates new ones and revokes them. */
export function Invitations() {
  const { trpc, client } = useApi()
  const { data: invitations } = useSuspenseQuery(trpc.invitations.list.queryOptions())
  const peopleChanged = usePeopleChanged()
  const [isInviting, { open, close }] = useDisclosure()
  const [revoking, setRevoking] = useState<Invitation>()
  return (
    <Section
      title="Invitations"
      lead="Each invitation is a link that one person can use once, within 7 days."
      actions={
        <Button onClick={open} leftSection={<IconLink size={16} aria-hidden />}>
          Invite
        </Button>
      }
    >
      {invitations.length === 0 ? (
        <Text size="sm" c="dimmed">
          There are no open invitations.
        </Text>
      ) : (
        <RowList label="Open invitations">
          {invitations.map((invitation) => (
            <Row
              key={invitation.id}
              actions={
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-md"
                  fz="sm"
                  onClick={() => setRevoking(invitation)}
                  aria-label={`Revoke the invitation ${describe(invitation)}`}
                >
                  Revoke
                </Button>
              }
            >
              <Text fw={600}>{invitation.email ?? 'Link without an address'}</Text>
              <Text size="sm" c="dimmed">
                To join as {roleLabels[invitation.role].withArticle} · created{' '}
                {invitation.invitedBy && (
                  <>
                    by <bdi>{invitation.invitedBy}</bdi>{' '}
                  </>
                )}
                <RelativeTime at={invitation.createdAt} /> · expires on <Day of={invitation.expiresAt} />
              </Text>
            </Row>
          ))}
        </RowList>
      )}
      {isInviting && <InviteMember onClose={close} />}
      {revoking && (
        <ConfirmDialog
          title={`Revoke the invitation ${describe(revoking)}?`}
          confirm="Revoke"
          onConfirm={() => client.invitations.revoke.mutate({ invitationId: revoking.id })}
          onClose={() => setRevoking(undefined)}
          onDone={() => {
            notifications.show({
              color: 'leaf',
              title: 'The invitation was revoked',
              message: 'Its link no longer works.',
            })
            void peopleChanged()
          }}
        >
          Its link, created <RelativeTime at={revoking.createdAt} />, stops working immediately. You can
          create another invitation at any time.
        </ConfirmDialog>
      )}
    </Section>
  )
}

const describe = ({ email, role }: Invitation) =>
  `${email ? `for ${email} ` : ''}to join as ${roleLabels[role].withArticle}`
