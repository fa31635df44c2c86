import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { EmptyBox } from '../../ui/layout/EmptyBox.tsx'
import { RowList } from '../../ui/layout/RowList.tsx'
import { Section } from '../../ui/layout/Section.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { ChannelDialog } from './ChannelDialog.tsx'
import { ChannelRow } from './ChannelRow.tsx'

/** Lists the chat channels of the workspace. */
export function ChatChannels() {
  const { trpc } = useApi()
  const { data: channels } = useSuspenseQuery(trpc.chatChannels.list.queryOptions())
  const [isAdding, { open, close }] = useDisclosure()
  const isEmpty = channels.length === 0
  return (
    <Section
      title="Chat channels"
      lead="Stepkey also posts to channels of Slack, Microsoft Teams or Mattermost. Messages name credentials and flows, and contain no secrets."
      actions={
        isEmpty ? undefined : (
          <Button onClick={open} leftSection={<IconPlus size={16} aria-hidden />}>
            Add channel
          </Button>
        )
      }
    >
      {isEmpty ? (
        <EmptyBox title="No chat channels yet" action={<Button onClick={open}>Add channel</Button>}>
          Your team sees in its chat when a credential fails, and the button of the message leads to the
          repair.
        </EmptyBox>
      ) : (
        <RowList label="Chat channels">
          {channels.map((channel) => (
            <ChannelRow key={channel.id} channel={channel} />
          ))}
        </RowList>
      )}
      {isAdding && <ChannelDialog onClose={close} />}
    </Section>
  )
}
