import type { Member } from '@stepkey/shared/organization'
import { useState } from 'react'
import { RowList } from '../../ui/layout/RowList.tsx'
import { MemberRow } from './MemberRow.tsx'
import { RemoveMember } from './RemoveMember.tsx'

/** Lists the members of the organization. */
export function MemberList({ members }: { members: readonly Member[] }) {
  const [removing, setRemoving] = useState<Member>()
  return (
    <>
      <RowList label="Members">
        {members.map((member) => (
          <MemberRow key={member.accountId} member={member} onRemove={() => setRemoving(member)} />
        ))}
      </RowList>
      {removing && <RemoveMember member={removing} onClose={() => setRemoving(undefined)} />}
    </>
  )
}
