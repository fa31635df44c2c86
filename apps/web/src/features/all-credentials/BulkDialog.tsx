import { Loader, ScrollArea, Stack, Text } from '@mantine/core'
import { CancelButton } from '../../ui/dialog/CancelButton.tsx'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { Row, RowList } from '../../ui/layout/RowList.tsx'
import { DeletedLink } from '../credentials/DeletedLink.tsx'
import type { BulkAction, BulkKind } from './useBulkAction.ts'

/** The title, and the words for what is running and for what is complete. */
const texts: Record<BulkKind, readonly [string, string, string]> = {
  verify: ['Verify credentials', 'Verifying', 'Verified'],
  delete: ['Delete credentials', 'Deleting', 'Deleted'],
  freeze: ['Freeze credentials', 'Freezing', 'Frozen'],
  unfreeze: ['Unfreeze credentials', 'Unfreezing', 'Unfrozen'],
}

/** Shows the outcome of an action for each credential. Closing it stops the credentials that wait. */
export function BulkDialog({
  action: { kind, credentials, outcomes },
  onClose,
}: {
  action: BulkAction
  onClose(): void
}) {
  const done = Object.keys(outcomes).length
  const isRunning = done < credentials.length
  const [title, running, complete] = texts[kind]
  const succeeded = Object.values(outcomes).filter(({ tone }) => tone === 'good').length
  return (
    <Dialog title={title} onClose={onClose}>
      <Stack gap="md">
        <Text size="sm" role="status">
          {isRunning
            ? `${running} ${credentials.length} credentials: ${done} done.`
            : `${complete}: ${succeeded} of ${credentials.length}.`}
        </Text>
        <ScrollArea.Autosize
          mah="50vh"
          viewportProps={{ tabIndex: 0, 'aria-label': 'Outcomes', role: 'region' }}
        >
          <RowList label="Outcomes">
            {credentials.map(({ id, name }) => {
              const outcome = outcomes[id]
              return (
                <Row key={id} isBusy={!outcome}>
                  <Text size="sm" fw={600}>
                    <bdi>{name}</bdi>
                  </Text>
                  {outcome ? (
                    <StatusText tone={outcome.tone}>{outcome.text}</StatusText>
                  ) : (
                    <Loader size={14} aria-label="Waiting" />
                  )}
                </Row>
              )
            })}
          </RowList>
        </ScrollArea.Autosize>
        {kind === 'delete' && !isRunning && succeeded > 0 && <DeletedLink />}
        <CancelButton isFirst>{isRunning ? 'Stop' : 'Close'}</CancelButton>
      </Stack>
    </Dialog>
  )
}
