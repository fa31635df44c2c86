import { Button } from '@mantine/core'
import { EmptyBox } from '../../ui/layout/EmptyBox.tsx'

/** What a workspace without webhooks shows: what one is for. */
export function FirstWebhook({ onCreate }: { onCreate(): void }) {
  return (
    <EmptyBox title="No webhooks yet" action={<Button onClick={onCreate}>Add webhook</Button>}>
      A webhook tells a program of yours when something happens here: that a credential has begun to fail and
      which flows it touches, that one ends next week, that a flow could not be activated. So you hear of it
      before your customers do. What is sent is signed, and holds no secret.
    </EmptyBox>
  )
}
