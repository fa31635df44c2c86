import { VisuallyHidden } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { IconExternalLink } from '@tabler/icons-react'
import { useWorkspaceId } from '../api.ts'
import { TextLink } from '../ui/links.tsx'

/** Opens a credential's page in a new tab, so that what is being edited here stays as it is. */
export function EditLink({
  credential: { id, name, componentId },
  children,
}: {
  credential: CredentialSummary
  children: string
}) {
  return (
    <TextLink
      to="/w/$workspace/credentials/$component/$credential"
      params={{ workspace: useWorkspaceId(), component: componentId, credential: id }}
      target="_blank"
      size="sm"
      style={{ whiteSpace: 'nowrap' }}
    >
      {children}
      <VisuallyHidden> {name} in a new tab</VisuallyHidden>
      <IconExternalLink size={13} aria-hidden style={{ marginLeft: 3, verticalAlign: -1 }} />
    </TextLink>
  )
}
