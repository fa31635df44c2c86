import { Text } from '@mantine/core'
import { SignedOutPage } from '../accounts/SignedOutPage.tsx'

/** Shown for a link that is unknown or has ended, without saying which. */
export function InvalidConnectLink({ hadLink }: { hadLink: boolean }) {
  return (
    <SignedOutPage
      title={hadLink ? 'This link is no longer valid' : 'Open the link that you received'}
      lead={
        hadLink
          ? 'It has expired, or its sender has ended it.'
          : 'The link lets you connect an application for its sender.'
      }
    >
      <Text size="sm">
        {hadLink
          ? 'Ask the sender for a new link. What you saved before is still stored.'
          : 'Open the complete link, including everything after the #. If it is complete, ask the sender for a new one.'}
      </Text>
    </SignedOutPage>
  )
}
