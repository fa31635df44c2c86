import { Text } from '@mantine/core'
import { EntryPage } from '../accounts/EntryPage.tsx'

/** In place of a request that isn't there, or not any more: which of these, it doesn't tell. */
export function UnusableLink({ hadLink }: { hadLink: boolean }) {
  return (
    <EntryPage
      title={hadLink ? 'This link does not work any more' : 'Here one hands over a credential'}
      lead={
        hadLink
          ? 'It was used already, taken back, or has expired: each works once, and for a while.'
          : 'That takes the link that you were sent.'
      }
    >
      <Text size="sm">
        {hadLink
          ? 'Ask whoever sent it for a new one. Nothing was handed over just now.'
          : 'Open the whole link, with everything after the # in it. If it is complete, ask for a new one.'}
      </Text>
    </EntryPage>
  )
}
