import { Text } from '@mantine/core'
import type { ComponentDetail } from '@stepkey/shared/catalog-api'
import type { CredentialSummary } from '@stepkey/shared/credential'
import type { CredentialRequest } from '@stepkey/shared/credential-request'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { keepPreviousRows } from '../../api/keepPreviousRows.ts'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { RowList, RowListSkeleton } from '../../ui/layout/RowList.tsx'
import { ShowMore } from '../../ui/layout/ShowMore.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { CredentialRow } from './CredentialRow.tsx'
import { credentialPages } from './credentialPages.ts'
import { DeleteCredential } from './DeleteCredential.tsx'
import { DisconnectCredential } from './DisconnectCredential.tsx'

interface CredentialListProps {
  component: ComponentDetail
  search: string
  /** The fulfilled credential requests, by the id of the credential. */
  fulfilledRequests: ReadonlyMap<string, Pick<CredentialRequest, 'askedBy'>>
}

/** Lists the credentials of one component. */
export function CredentialList({ component, search, fulfilledRequests }: CredentialListProps) {
  const { trpc } = useApi()
  const [deleting, setDeleting] = useState<CredentialSummary>()
  const [disconnecting, setDisconnecting] = useState<CredentialSummary>()
  const pages = useInfiniteQuery({
    ...credentialPages(trpc, { componentId: component.id, search }),
    placeholderData: keepPreviousRows,
  })
  const credentials = pages.data?.pages.flatMap(({ items }) => items)
  return (
    <>
      <LoadError of={pages} />
      {!pages.error && !credentials && <RowListSkeleton />}
      <LiveRegion>
        {credentials?.length === 0 && (
          <Text c="dimmed">
            {search
              ? `No credential matches “${isolated(search)}”.`
              : `There are no credentials for ${component.title} yet.`}
          </Text>
        )}
      </LiveRegion>
      {credentials && credentials.length > 0 && (
        <RowList label={`Credentials for ${component.title}`}>
          {credentials.map((credential) => (
            <CredentialRow
              key={credential.id}
              credential={credential}
              method={component.methods[credential.methodId]?.title ?? credential.methodId}
              request={fulfilledRequests.get(credential.id)}
              onDisconnect={() => setDisconnecting(credential)}
              onDelete={() => setDeleting(credential)}
            />
          ))}
        </RowList>
      )}
      <ShowMore of={pages} />
      {deleting && (
        <DeleteCredential
          component={component}
          credential={deleting}
          onClose={() => setDeleting(undefined)}
        />
      )}
      {disconnecting && (
        <DisconnectCredential
          component={component}
          credential={disconnecting}
          onClose={() => setDisconnecting(undefined)}
        />
      )}
    </>
  )
}
