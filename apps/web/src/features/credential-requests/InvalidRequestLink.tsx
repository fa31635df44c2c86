import { Text } from '@mantine/core'
import { SignedOutPage } from '../accounts/SignedOutPage.tsx'

/** Shown for a link that is invalid, used, revoked or expired, without saying which. */
export function InvalidRequestLink({ hadLink }: { hadLink: boolean }) {
  return (
    <SignedOutPage
      title={hadLink ? 'This link is no longer valid' : 'Open the link that you received'}
      lead={
        hadLink
          ? 'It was already used, was revoked, or has expired.'
          : 'The link lets you provide a credential that was requested from you.'
      }
    >
      <Text size="sm">
        {hadLink
          ? 'Ask the sender for a new link. Nothing was stored.'
          : 'Open the complete link, including everything after the #. If it is complete, ask the sender for a new one.'}
      </Text>
    </SignedOutPage>
  )
}
