import type { ConsentDelivered } from '@stepkey/shared/consent'
import { useEffect } from 'react'
import { ConsentWindowPage } from './ConsentWindowPage.tsx'

/** Closes the window of a consent, or says what to do. */
export function OAuthReturnPage({ outcome }: ConsentDelivered) {
  useEffect(() => {
    if (outcome === 'delivered') window.close()
  }, [outcome])
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
