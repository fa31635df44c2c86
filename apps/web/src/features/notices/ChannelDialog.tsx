import type { ChatChannel } from '@stepkey/shared/notice'
import { useQueryClient } from '@tanstack/react-query'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { ChannelForm } from './ChannelForm.tsx'

/** Returns a function that reloads the chat channels after a change. */
export function useChannelsChanged() {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries(trpc.chatChannels.pathFilter())
}

/** Adds or edits a chat channel. */
export function ChannelDialog({ channel, onClose }: { channel?: ChatChannel; onClose(): void }) {
  const { client } = useApi()
  const { withPassword } = usePasswordGate()
  const channelsChanged = useChannelsChanged()
  return (
    <Dialog title={channel ? `Edit “${isolated(channel.name)}”` : 'Add a chat channel'} onClose={onClose}>
      <ChannelForm
        initial={channel}
        submit={channel ? 'Save' : 'Add channel'}
        onSubmit={async ({ url, ...input }) => {
          const isDone = await withPassword(async () => {
            if (channel) {
              await client.chatChannels.update.mutate({
                channelId: channel.id,
                ...input,
                ...(url && { url }),
              })
            } else {
              await client.chatChannels.create.mutate({ ...input, url: url ?? '' })
            }
            return true
          })
          if (!isDone) return
          await channelsChanged()
          onClose()
        }}
      />
    </Dialog>
  )
}
