import { Button } from '@mantine/core'
import { EmptyBox } from '../../ui/layout/EmptyBox.tsx'

/** What a workspace without API keys shows: what one is for. */
export function FirstApiKey({ onCreate }: { onCreate(): void }) {
  return (
    <EmptyBox title="No API keys yet" action={<Button onClick={onCreate}>Create API key</Button>}>
      With an API key a program works in this workspace: a flow engine gets the credential for the step that
      it runs, a tool of yours creates credentials or checks them every night. Each key has a name, may do
      only what you choose, and can be revoked at any time.
    </EmptyBox>
  )
}
