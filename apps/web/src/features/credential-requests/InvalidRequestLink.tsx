import { Text } from '@mantine/core'
import { SignedOutPage } from '../accounts/SignedOutPage.tsx'

/** In place of a request that isn't there, or not any more: which of these, it doesn't tell. */
export function InvalidRequestLink({ hadLink }: { hadLink: boolean }) {
  return (
    <SignedOutPage
      title={hadLink ? 'This link does not work any more' : 'You need the link that you were sent'}
      lead={
        hadLink
          ? 'It was used already, taken back, or has expired: each works once, and for a while.'
          : 'With it you hand over a credential to whoever asked for one.'
      }
    >
      <Text size="sm">
        {hadLink
          ? 'Ask whoever sent it for a new one. Nothing was handed over just now.'
          : 'Open the whole link, with everything after the # in it. If it is complete, ask for a new one.'}
      </Text>
    </SignedOutPage>
  )
}
