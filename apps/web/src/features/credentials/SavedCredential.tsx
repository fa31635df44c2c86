import { Alert, Stack } from '@mantine/core'
import { isProof } from '@stepkey/shared/verification'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { TextLink } from '../../ui/layout/links.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { savedMessage } from './notifySaved.ts'

/** Says that a new credential was saved, and what the user can do next. */
export function SavedCredential({ credentialId, onClose }: { credentialId: string; onClose(): void }) {
  const { trpc } = useApi()
  const workspace = useWorkspaceId()
  const mayBuild = useMay('flows')
  const { data } = useQuery(trpc.credentials.list.queryOptions({ ids: [credentialId], limit: 1 }))
  const credential = data?.items[0]
  if (!credential) return null
  const isProven = credential.receipt !== null && isProof(credential.receipt.outcome)
  return (
    <Alert
      role="status"
      color={isProven ? 'leaf' : 'amber'}
      icon={isProven ? <IconCircleCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
      title={`“${isolated(credential.name)}” was saved`}
      withCloseButton
      closeButtonLabel="Close"
      onClose={onClose}
    >
      <Stack gap={6}>
        <span>{savedMessage(credential)}</span>
        {mayBuild && (
          <span>
            Next:{' '}
            <TextLink
              to="/w/$workspace/flows/$flow"
              params={{ workspace, flow: 'new' }}
              search={{ credential: credentialId }}
              inherit
              fw={600}
            >
              use it in a new flow
            </TextLink>
            , or choose it in a step of{' '}
            <TextLink to="/w/$workspace/flows" params={{ workspace }} inherit fw={600}>
              another flow
            </TextLink>
            .
          </span>
        )}
      </Stack>
    </Alert>
  )
}
