import { notifications } from '@mantine/notifications'
import type { Member } from '@stepkey/shared/organization'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { RowList } from '../../ui/layout/RowList.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspace } from '../../workspace/workspaceScope.ts'
import { MemberRow } from './MemberRow.tsx'
import { usePeopleChanged } from './usePeopleChanged.ts'

/** The members of the organization. */
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
          keep="Keep as a member"
          onConfirm={() => client.members.remove.mutate({ accountId: removing.accountId })}
          onClose={() => setRemoving(undefined)}
          onDone={() => {
            notifications.show({
              color: 'leaf',
              title: `${removing.name} was removed`,
              message: 'All credentials and flows are still there.',
            })
            void peopleChanged()
          }}
        >
          Nothing breaks: credentials and flows stay with the organization, and flows go on running. From now
          on {removing.name} can’t get in; open invitations from {removing.name} end as well.
        </ConfirmDialog>
      )}
    </>
  )
}
