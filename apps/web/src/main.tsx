import './ui/theme/global.css'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadFirstPage, queryClient, router } from './router.tsx'
import { setAssetProbe } from './ui/loading/assetReachability.ts'
import { preloadable, usePreload } from './ui/loading/preloadable.ts'
import { cssVariablesResolver } from './ui/theme/cssVariables.ts'
import { theme } from './ui/theme/theme.ts'

const messages = preloadable(() => import('./ui/feedback/Notifications.tsx'))

function Messages() {
  const Shown = usePreload(messages, true)
  return Shown && <Shown />
}

const colorSchemeManager = localStorageColorSchemeManager({ key: 'stepkey-color-scheme' })
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
// react-remove-scroll, which dialogs use, looks for the nonce of its styles there.
Object.assign(globalThis, { __webpack_nonce__: nonce })

setAssetProbe(import.meta.url)
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
      <Messages />
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
