import { Button, Text } from '@mantine/core'
import type { ChatChannel } from '@stepkey/shared/notice'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { sentenceOf } from '../../api/api.ts'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { Row } from '../../ui/layout/RowList.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { ChannelDialog, useChannelsChanged } from './ChannelDialog.tsx'
import { ChannelStatus } from './ChannelStatus.tsx'
import { describeKinds, describeProblem, formatLabels } from './noticeLabels.ts'

/** Small enough that the buttons fit into one line on a phone. */
const size = { size: 'compact-md', fz: 'xs' } as const

/** Shows one chat channel with its actions. */
export function ChannelRow({ channel }: { channel: ChatChannel }) {
  const { trpc, client } = useApi()
  const channelsChanged = useChannelsChanged()
  const [action, setAction] = useState<'edit' | 'delete'>()
  const test = useMutation(trpc.chatChannels.test.mutationOptions())
  const update = useMutation(trpc.chatChannels.update.mutationOptions({ onSuccess: channelsChanged }))
  const { id: channelId, name, format, host, delivery, kinds, isEnabled } = channel
  const error = test.error ?? update.error
  const close = () => setAction(undefined)
  return (
    <Row
      actions={
        <>
          <BusyButton
            variant="default"
            {...size}
            onClick={() => test.mutate({ channelId })}
            isWaiting={test.isPending}
            aria-label={`Send test: ${name}`}
          >
            Send test
          </BusyButton>
          <BusyButton
            variant="default"
            {...size}
            onClick={() => update.mutate({ channelId, isEnabled: !isEnabled })}
            isWaiting={update.isPending}
            aria-label={`${isEnabled ? 'Disable' : 'Enable'}: ${name}`}
          >
            {isEnabled ? 'Disable' : 'Enable'}
          </BusyButton>
          <Button variant="default" {...size} onClick={() => setAction('edit')} aria-label={`Edit: ${name}`}>
            Edit
          </Button>
          <Button
            variant="light"
            color="red"
            {...size}
            onClick={() => setAction('delete')}
            aria-label={`Delete: ${name}`}
          >
            Delete
          </Button>
        </>
      }
    >
      <Text fw={600}>
        <bdi>{name}</bdi>
      </Text>
      <Text size="sm">
        {formatLabels[format].title} · {host}
      </Text>
      <Text size="sm" c="dimmed">
        {delivery === 'daily' ? 'Once a day' : 'At once'} · {describeKinds(kinds)}
      </Text>
      <ChannelStatus channel={channel} />
      <LiveRegion>
        {test.data?.outcome === 'sent' && (
          <StatusText tone="good">The chat accepted the test message.</StatusText>
        )}
        {test.data?.outcome === 'not_sent' && (
          <StatusText tone="bad">
            The test message was not accepted: {describeProblem(test.data.problem, test.data.httpStatus)}.
          </StatusText>
        )}
      </LiveRegion>
      {error && <ErrorText>{sentenceOf(error)}</ErrorText>}
      {action === 'edit' && <ChannelDialog channel={channel} onClose={close} />}
      {action === 'delete' && (
        <ConfirmDialog
          title={`Delete “${isolated(name)}”?`}
          confirm="Delete"
          onConfirm={() => client.chatChannels.remove.mutate({ channelId })}
          onClose={close}
          onDone={() => void channelsChanged()}
        >
          Stepkey sends nothing more to the channel. The webhook stays in the chat; delete it there.
        </ConfirmDialog>
      )}
    </Row>
  )
}
