import { Anchor, VisuallyHidden } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { IconExternalLink } from '@tabler/icons-react'
import { useMay } from '../../workspace/access.ts'
import { useWorkspaceScope } from '../../workspace/workspaceScope.ts'

/**
 * Opens the form of a credential in a new tab, so that unsaved changes on this page are kept. Renders nothing for users
 * who may not edit or are not signed in.
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
      // Not a router link: the embedded picker has no router.
      href={`/w/${member.workspace.id}/credentials/${componentId}/${id}?edit=1`}
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
