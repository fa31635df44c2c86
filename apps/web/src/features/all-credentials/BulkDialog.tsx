import { Loader, ScrollArea, Stack, Text } from '@mantine/core'
import { CancelButton } from '../../ui/dialog/CancelButton.tsx'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { Row, RowList } from '../../ui/layout/RowList.tsx'
import type { BulkAction } from './useBulkAction.ts'

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
  const verb = kind === 'verify' ? ['Verifying', 'Verified'] : ['Deleting', 'Deleted']
  const succeeded = Object.values(outcomes).filter(({ tone }) => tone === 'good').length
  return (
    <Dialog title={kind === 'verify' ? 'Verify credentials' : 'Delete credentials'} onClose={onClose}>
      <Stack gap="md">
        <Text size="sm" role="status">
          {isRunning
            ? `${verb[0]} ${credentials.length} credentials: ${done} done.`
            : `${verb[1]}: ${succeeded} of ${credentials.length}.`}
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
        <CancelButton isFirst>{isRunning ? 'Stop' : 'Close'}</CancelButton>
      </Stack>
    </Dialog>
  )
}
