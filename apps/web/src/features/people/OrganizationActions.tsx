import { Button, Text } from '@mantine/core'
import type { Member } from '@stepkey/shared/organization'
import { useState } from 'react'
import { Row, RowList } from '../../ui/layout/RowList.tsx'
import { Section } from '../../ui/layout/Section.tsx'
import { useMay } from '../../workspace/access.ts'
import { DeleteOrganization } from './DeleteOrganization.tsx'
import { LeaveOrganization } from './LeaveOrganization.tsx'
import { RenameOrganization } from './RenameOrganization.tsx'
import { TransferOwnership } from './TransferOwnership.tsx'

type Action = 'rename' | 'transfer' | 'leave' | 'delete'

/** Shows the actions on the organization that the role of the user allows. */
export function OrganizationActions({ members }: { members: readonly Member[] }) {
  const [action, setAction] = useState<Action>()
  const mayRename = useMay('members')
  const isOwner = useMay('ownership')
  const close = () => setAction(undefined)
  const open = (next: Action) => () => setAction(next)
  return (
    <Section title="Organization">
      <RowList label="Organization">
        {mayRename && (
          <Row
            actions={
              <Button variant="default" size="xs" onClick={open('rename')}>
                Rename
              </Button>
            }
          >
            <Text size="sm">Change the name of the organization. Links to it stay valid.</Text>
          </Row>
        )}
        {isOwner ? (
          <>
            <Row
              actions={
                <Button variant="default" size="xs" onClick={open('transfer')}>
                  Transfer ownership
                </Button>
              }
            >
              <Text size="sm">Make another member the owner. You become an admin.</Text>
            </Row>
            <Row
              actions={
                <Button variant="light" color="red" size="xs" onClick={open('delete')}>
                  Delete organization
                </Button>
              }
            >
              <Text size="sm">Delete the organization with everything in it, for all members.</Text>
            </Row>
          </>
        ) : (
          <Row
            actions={
              <Button variant="light" color="red" size="xs" onClick={open('leave')}>
                Leave organization
              </Button>
            }
          >
            <Text size="sm">Your credentials and flows stay here and keep working.</Text>
          </Row>
        )}
      </RowList>
      {action === 'rename' && <RenameOrganization onClose={close} />}
      {action === 'transfer' && <TransferOwnership members={members} onClose={close} />}
      {action === 'leave' && <LeaveOrganization onClose={close} />}
      {action === 'delete' && <DeleteOrganization onClose={close} />}
    </Section>
  )
}
