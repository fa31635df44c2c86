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
  scopes,
  children,
}: {
  credential: CredentialSummary
  /** The OAuth scopes that the form asks for, instead of those of the credential. */
  scopes?: readonly string[] | undefined
  children: string
}) {
  const { member } = useWorkspaceScope()
  if (!useMay('write') || !member) return null
  return (
    <Anchor
      // Not a router link: the embedded picker has no router.
      href={`/w/${member.workspace.id}/credentials/${componentId}/${id}?edit=1${scopes ? `&scopes=${encodeURIComponent(JSON.stringify(scopes))}` : ''}`}
      target="_blank"
      size="sm"
      mih={24}
      style={{ display: 'inline-block', whiteSpace: 'nowrap' }}
    >
      {children}
      <VisuallyHidden> {name} in a new tab</VisuallyHidden>
      <IconExternalLink size={13} aria-hidden style={{ marginLeft: 3, verticalAlign: -1 }} />
    </Anchor>
  )
}
