import type { Presentation } from '@stepkey/shared/branding'
import type { ConsentDelivered } from '@stepkey/shared/consent'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'
import { preloadable, usePreload } from '../../ui/loading/preloadable.ts'
import { BrandedPage } from '../branding/BrandedPage.tsx'
import { ConsentWindowPage } from './ConsentWindowPage.tsx'

const continueConsentPage = preloadable(() => import('./ContinueConsentPage.tsx'))

interface OAuthReturnPageProps extends ConsentDelivered {
  presentation: Presentation
}

/** Closes the window of a consent, or says what to do. */
export const OAuthReturnPage = ({ presentation, ...delivered }: OAuthReturnPageProps) => (
  <BrandedPage presentation={presentation}>
    <DeliveredPage {...delivered} />
  </BrandedPage>
)

function DeliveredPage({ outcome, continues }: ConsentDelivered) {
  const t = useTranslations('consentWindow')
  const ContinueConsentPage = usePreload(continueConsentPage, continues !== undefined)
  useEffect(() => {
    if (outcome === 'delivered' && !continues) window.close()
  }, [outcome, continues])
  if (continues) return ContinueConsentPage ? <ContinueConsentPage continues={continues} /> : null
  return outcome === 'delivered' ? (
    <ConsentWindowPage title={t('delivered')}>{t('deliveredText')}</ConsentWindowPage>
  ) : (
    <ConsentWindowPage title={t('notCompleted')}>{t('notCompletedText')}</ConsentWindowPage>
  )
}
