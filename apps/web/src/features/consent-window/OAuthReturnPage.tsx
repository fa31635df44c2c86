import type { ConsentDelivered } from '@stepkey/shared/consent'
import { useEffect } from 'react'
import { preloadable, usePreload } from '../../ui/loading/preloadable.ts'
import { ConsentWindowPage } from './ConsentWindowPage.tsx'

const continueConsentPage = preloadable(() => import('./ContinueConsentPage.tsx'))

/** Closes the window of a consent, or says what to do. */
export function OAuthReturnPage({ outcome, continues }: ConsentDelivered) {
  const ContinueConsentPage = usePreload(continueConsentPage, continues !== undefined)
  useEffect(() => {
    if (outcome === 'delivered' && !continues) window.close()
  }, [outcome, continues])
  if (continues) return ContinueConsentPage ? <ContinueConsentPage continues={continues} /> : null
  return outcome === 'delivered' ? (
    <ConsentWindowPage title="You can close this window">
      Stepkey continues on the page that you came from. If that page is closed, connect again.
    </ConsentWindowPage>
  ) : (
    <ConsentWindowPage title="The connection was not completed">
      It was not begun in this browser, or it has ended. Go back to the page that you came from, and connect
      again. You can close this window.
    </ConsentWindowPage>
  )
}
