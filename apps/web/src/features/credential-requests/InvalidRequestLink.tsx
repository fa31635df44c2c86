import { Text } from '@mantine/core'
import { useTranslations } from 'use-intl'
import { SignedOutPage } from '../accounts/SignedOutPage.tsx'

/** Shown for a link that is invalid, used, revoked or expired, without saying which. */
export function InvalidRequestLink({ hadLink }: { hadLink: boolean }) {
  const t = useTranslations()
  return (
    <SignedOutPage
      title={t(hadLink ? 'link.invalid' : 'link.missing')}
      lead={t(hadLink ? 'request.invalidLead' : 'request.missingLead')}
    >
      <Text size="sm">{t(hadLink ? 'request.invalidText' : 'link.missingText')}</Text>
    </SignedOutPage>
  )
}
