import { Button, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { CredentialRequest } from '@stepkey/shared/credential-request'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { Row, RowList } from '../../ui/layout/RowList.tsx'
import { Section } from '../../ui/layout/Section.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { Day } from '../../ui/time/Day.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialRequestsChanged } from './useCredentialRequestsChanged.ts'

/** Lists the open credential requests of a component, and revokes them. */
export function OpenCredentialRequests({ requests }: { requests: readonly CredentialRequest[] }) {
  const { client } = useApi()
  const requestsChanged = useCredentialRequestsChanged()
  const [revoking, setRevoking] = useState<CredentialRequest>()
  if (requests.length === 0 && !revoking) return null
  return (
    <Section title="Open requests">
      <RowList label="Open credential requests">
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
                aria-label={`Revoke the request for ${request.name}`}
              >
                Revoke
              </Button>
            }
          >
            <Text fw={600}>
              <bdi>{request.name}</bdi>
            </Text>
            <Text size="sm" c="dimmed">
              Requested {request.askedBy && `by ${isolated(request.askedBy)} `}
              <RelativeTime at={request.createdAt} /> · the link expires on <Day of={request.expiresAt} />
            </Text>
          </Row>
        ))}
      </RowList>
      {revoking && (
        <ConfirmDialog
          title={`Revoke the request for “${isolated(revoking.name)}”?`}
          confirm="Revoke"
          onConfirm={() => client.requests.revoke.mutate({ requestId: revoking.id })}
          onClose={() => setRevoking(undefined)}
          onDone={() => {
            notifications.show({
              color: 'leaf',
              title: 'The request was revoked',
              message: 'Its link no longer works.',
            })
            void requestsChanged()
          }}
        >
          The link stops working immediately, even if it is open in a browser. You can create another request
          at any time.
        </ConfirmDialog>
      )}
    </Section>
  )
}
