import { VisuallyHidden } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { IconExternalLink } from '@tabler/icons-react'
import { useMay } from '../access.ts'
import { useWorkspaceId } from '../api.ts'
import { TextLink } from '../ui/links.tsx'

/**
 * Opens a credential's page in a new tab, so that what is being edited here stays as it is. Who may not edit
 * sees nothing.
 */
export function EditLink({
  credential: { id, name, componentId },
  children,
}: {
  credential: CredentialSummary
  children: string
}) {
  const workspace = useWorkspaceId()
  if (!useMay('write')) return null
  return (
    <TextLink
      to="/w/$workspace/credentials/$component/$credential"
      params={{ workspace, component: componentId, credential: id }}
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
