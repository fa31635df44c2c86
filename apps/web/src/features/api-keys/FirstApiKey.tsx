import { Button } from '@mantine/core'
import { EmptyBox } from '../../ui/layout/EmptyBox.tsx'

/** Explains API keys in a workspace that has none. */
export function FirstApiKey({ onCreate }: { onCreate(): void }) {
  return (
    <EmptyBox title="No API keys yet" action={<Button onClick={onCreate}>Create API key</Button>}>
      An API key lets a program work in this workspace. For example, a flow engine gets the credentials of its
      steps, or a script creates and verifies credentials. You choose what each key may do, and you can revoke
      it at any time.
    </EmptyBox>
  )
}
