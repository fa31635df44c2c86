import { Alert } from '@mantine/core'
import { TextLink } from '../../ui/layout/links.tsx'
import { formatList } from '../../ui/time/format.ts'
import { useMay } from '../../workspace/access.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'

interface NewFieldsNoticeProps {
  credential: { id: string; componentId: string; newFields?: string[] | undefined }
}

/** Says which values the newest version of the component needs besides, and leads to the form for them. */
export function NewFieldsNotice({ credential: { id, componentId, newFields } }: NewFieldsNoticeProps) {
  const workspace = useWorkspaceId()
  const mayWrite = useMay('write')
  if (!newFields) return null
  return (
    <Alert color="amber" title={`The new version of the component needs: ${formatList(newFields)}`}>
      Flows keep using the version that this credential was made for.{' '}
      {mayWrite && (
        <TextLink
          to="/w/$workspace/credentials/$component/$credential"
          params={{ workspace, component: componentId, credential: id }}
          search={{ edit: 1 }}
          inherit
          underline="always"
        >
          Enter what is missing
        </TextLink>
      )}
    </Alert>
  )
}
