import { Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { IconPencil } from '@tabler/icons-react'
import { ChipLink, TextLink } from '../../ui/layout/links.tsx'
import { useMay } from '../../workspace/access.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { splitTag, tagFilter, tagTexts } from '../owners/ownership.ts'
import { Detail } from './Detail.tsx'
import { EditOwnership } from './EditOwnership.tsx'

/** Shows the owner and the tags of a credential, with links to all credentials that have them. */
export function CredentialOwnership({ credential }: { credential: CredentialSummary }) {
  const { owner, tags } = credential
  const params = { workspace: useWorkspaceId() }
  const mayWrite = useMay('write')
  const [isEditing, editing] = useDisclosure()
  const texts = tagTexts(tags)
  return (
    <>
      <Detail label="Owner">
        {owner === null ? (
          'The workspace itself'
        ) : (
          <TextLink
            to="/w/$workspace/credentials/all"
            params={params}
            search={{ owner }}
            inherit
            aria-label={`Owner ${owner}: all credentials`}
          >
            <bdi>{owner}</bdi>
          </TextLink>
        )}
      </Detail>
      <Detail label="Tags">
        <Group gap={6}>
          {texts.length === 0 && <Text size="sm">None</Text>}
          {texts.map((text) => (
            <ChipLink
              key={text}
              to="/w/$workspace/credentials/all"
              params={params}
              search={{ tags: tagFilter(...splitTag(text)) }}
              aria-label={`Tag ${text}: all credentials`}
              title={text}
            >
              <bdi>{text}</bdi>
            </ChipLink>
          ))}
          {mayWrite && (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPencil size={14} aria-hidden />}
              aria-label="Edit owner and tags"
              onClick={editing.open}
            >
              Edit
            </Button>
          )}
        </Group>
      </Detail>
      {isEditing && <EditOwnership credential={credential} onClose={editing.close} />}
    </>
  )
}
