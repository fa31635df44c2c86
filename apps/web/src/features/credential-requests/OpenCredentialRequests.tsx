import { Button, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { CredentialRequest } from '@stepkey/shared/credential-request'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { Row, RowList } from '../../ui/layout/RowList.tsx'
import { Section } from '../../ui/layout/Section.tsx'
import { Age } from '../../ui/time/Age.tsx'
import { Day } from '../../ui/time/Day.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialRequestsChanged } from './useCredentialRequestsChanged.ts'

/** The links by which somebody could still hand over a credential. */
export function OpenCredentialRequests({ requests }: { requests: readonly CredentialRequest[] }) {
  const { client } = useApi()
  const requestsChanged = useCredentialRequestsChanged()
  const [revoking, setRevoking] = useState<CredentialRequest>()
  if (requests.length === 0 && !revoking) return null
  return (
    <Section title="Asked for">
      <RowList label="Credentials that somebody was asked for">
        {requests.map((request) => (
          <Row
            key={request.id}
            actions={
              <Button
                variant="subtle"
                color="red"
                size="compact-md"
                fz="sm"
                onClick={() => setRevoking(request)}
                aria-label={`Take back the link for ${request.name}`}
              >
                Take back
              </Button>
            }
          >
            <Text fw={600}>{request.name}</Text>
            <Text size="sm" c="dimmed">
              Asked for {request.askedBy && `by ${request.askedBy} `}
              <Age of={request.createdAt} /> · the link works until <Day of={request.expiresAt} />
            </Text>
          </Row>
        ))}
      </RowList>
      {revoking && (
        <ConfirmDialog
          title={`Take back the link for “${revoking.name}”?`}
          confirm="Take back"
          keep="Keep it"
          onConfirm={() => client.requests.revoke.mutate({ requestId: revoking.id })}
          onClose={() => setRevoking(undefined)}
          onDone={() => {
            notifications.show({
              color: 'leaf',
              title: 'The link was taken back',
              message: 'Nobody can hand over anything with it any more.',
            })
            void requestsChanged()
          }}
        >
          Nobody can hand over anything with it any more, not even somebody who has it open. You can make
          another one at any time.
        </ConfirmDialog>
      )}
    </Section>
  )
}
