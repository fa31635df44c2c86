import { EmptyBox } from '../../ui/layout/EmptyBox.tsx'
import { inDays } from '../credentials/deletionTexts.ts'

/** Shown in place of an empty list: what will be in it. @param props.keptDays as the server says */
export function NothingDeleted({ keptDays }: { keptDays: number }) {
  return (
    <EmptyBox title="No deleted credentials">
      {keptDays === 0
        ? 'This installation erases deleted credentials at once, so they can’t be restored.'
        : `A deleted credential stays here for ${inDays(keptDays)} and can be restored. Then Stepkey erases it. Connected credentials are not kept, because deleting them ends their access.`}
    </EmptyBox>
  )
}
