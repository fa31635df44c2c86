import { notifications } from '@mantine/notifications'
import type { Member } from '@stepkey/shared/organization'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { RowList } from '../../ui/layout/RowList.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspace } from '../../workspace/workspaceScope.ts'
import { MemberRow } from './MemberRow.tsx'
import { usePeopleChanged } from './usePeopleChanged.ts'

/** Lists the members of the organization. */
export function MemberList({ members }: { members: readonly Member[] }) {
  const { client } = useApi()
  const { name: organization } = useWorkspace()
  const peopleChanged = usePeopleChanged()
  const [removing, setRemoving] = useState<Member>()
  return (
    <>
      <RowList label="Members">
        {members.map((member) => (
          <MemberRow key={member.accountId} member={member} onRemove={() => setRemoving(member)} />
        ))}
      </RowList>
      {removing && (
        <ConfirmDialog
          title={`Remove ${removing.name} from ${organization}?`}
          confirm="Remove"
          keep="Keep member"
          onConfirm={() => client.members.remove.mutate({ accountId: removing.accountId })}
          onClose={() => setRemoving(undefined)}
          onDone={() => {
            notifications.show({
              color: 'leaf',
              title: `${removing.name} was removed`,
              message: 'Their credentials and flows were kept.',
            })
            void peopleChanged()
          }}
        >
          {removing.name} loses access immediately, and their open invitations are revoked. Their credentials
          and flows stay with the organization, and flows keep running.
        </ConfirmDialog>
      )}
    </>
  )
}
