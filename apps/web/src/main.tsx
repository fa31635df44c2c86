import './ui/theme/global.css'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadFirstPage, queryClient, router } from './router.tsx'
import { InEnglish } from './ui/language/InEnglish.tsx'
import { preloadable, usePreload } from './ui/loading/preloadable.ts'
import { cssVariablesResolver } from './ui/theme/cssVariables.ts'
import { theme } from './ui/theme/theme.ts'

const notifications = preloadable(() => import('./ui/feedback/Notifications.tsx'))

function LazyNotifications() {
  const Notifications = usePreload(notifications, true)
  return Notifications && <Notifications />
}

const colorSchemeManager = localStorageColorSchemeManager({ key: 'stepkey-color-scheme' })
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
// react-remove-scroll, which dialogs use, reads the nonce for its styles from this global.
Object.assign(globalThis, { __webpack_nonce__: nonce })

loadFirstPage()

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <InEnglish>
        <LazyNotifications />
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </InEnglish>
    </MantineProvider>
  </StrictMode>,
)
