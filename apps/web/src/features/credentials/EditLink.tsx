import { Anchor, VisuallyHidden } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { IconExternalLink } from '@tabler/icons-react'
import { useMay } from '../../workspace/access.ts'
import { useWorkspaceScope } from '../../workspace/workspaceScope.ts'

/**
 * Opens a credential's page in a new tab, so that what is being edited here stays as it is. Who may not edit, or is not
 * signed in, sees nothing.
 */
export function EditLink({
  credential: { id, name, componentId },
  children,
}: {
  credential: CredentialSummary
  children: string
}) {
  const { member } = useWorkspaceScope()
  if (!useMay('write') || !member) return null
  return (
    <Anchor
      // Not a link of the router: a new tab starts anew, and the embedded picker has no router.
      href={`/w/${member.workspace.id}/credentials/${componentId}/${id}`}
      target="_blank"
      size="sm"
      style={{ whiteSpace: 'nowrap' }}
    >
      {children}
      <VisuallyHidden> {name} in a new tab</VisuallyHidden>
      <IconExternalLink size={13} aria-hidden style={{ marginLeft: 3, verticalAlign: -1 }} />
    </Anchor>
  )
}
