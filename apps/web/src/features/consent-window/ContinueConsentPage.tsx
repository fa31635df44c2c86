import { Text } from '@mantine/core'
import type { ConsentDelivered } from '@stepkey/shared/consent'
import { useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { SignedOutPage } from '../accounts/SignedOutPage.tsx'
import { PickerForToken } from '../embedded-picker/PickerForToken.tsx'

type Continues = NonNullable<ConsentDelivered['continues']>

/** Saves the credential in place of the page that began the consent, and returns to the page of the application. */
export default function ContinueConsentPage({ continues }: { continues: Continues }) {
  const t = useTranslations()
  const { token, returnUrl, locale: _, branding: __, ...resume } = continues
  const locale = useLocale()
  const [end, setEnd] = useState<'connected' | 'stopped'>()

  function leave(credentialId?: string) {
    if (returnUrl === undefined) return setEnd(credentialId === undefined ? 'stopped' : 'connected')
    window.location.replace(withResult(returnUrl, credentialId))
  }

  if (end) {
    return (
      <SignedOutPage
        title={t(end === 'connected' ? 'link.connected' : 'link.nothingStored')}
        lead={t('consentWindow.closePage')}
      >
        <Text size="sm">{t('consentWindow.connectMore')}</Text>
      </SignedOutPage>
    )
  }
  return (
    <SignedOutPage
      title={t('consentWindow.connectAccount')}
      lead={t('consentWindow.connectAccountLead')}
      width={560}
    >
      <PickerForToken
        url=""
        token={token}
        isBare
        resume={resume}
        locale={locale}
        onSelected={({ credentialId }) => leave(credentialId)}
        onCreated={({ credentialId }) => leave(credentialId)}
        onReconnected={({ credentialId }) => leave(credentialId)}
        onCancelled={() => leave()}
        onExpired={() => leave()}
      />
    </SignedOutPage>
  )
}

/** Adds the id of the credential to the fragment of a URL, which browsers send to no server. */
function withResult(returnUrl: string, credentialId: string | undefined): string {
  if (credentialId === undefined) return returnUrl
  const url = new URL(returnUrl)
  const fragment = new URLSearchParams(url.hash.slice(1))
  fragment.set('stepkey_credential', credentialId)
  url.hash = `${fragment}`
  return url.href
}
