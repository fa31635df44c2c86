import { Button } from '@mantine/core'
import { EmptyBox } from '../../ui/layout/EmptyBox.tsx'

/** Explains webhooks in a workspace that has none. */
export function FirstWebhook({ onCreate }: { onCreate(): void }) {
  return (
    <EmptyBox title="No webhooks yet" action={<Button onClick={onCreate}>Add webhook</Button>}>
      A webhook notifies your own program of events: a credential fails and affects flows, a credential
      expires next week, or a flow could not be activated. You can react before your customers notice. Events
      are signed and contain no secrets.
    </EmptyBox>
  )
}
