import { Text } from '@mantine/core'
import { useTranslations } from 'use-intl'
import { SignedOutPage } from '../accounts/SignedOutPage.tsx'

/** Shown for a link that is unknown or has ended, without saying which. */
export function InvalidConnectLink({ hadLink }: { hadLink: boolean }) {
  const t = useTranslations('link')
  return (
    <SignedOutPage
      title={t(hadLink ? 'invalid' : 'missing')}
      lead={t(hadLink ? 'invalidLead' : 'missingLead')}
    >
      <Text size="sm">{t(hadLink ? 'invalidText' : 'missingText')}</Text>
    </SignedOutPage>
  )
}
