import './ui/global.css'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadFirstPage, queryClient, router } from './router.tsx'
import { cssVariablesResolver } from './ui/cssVariables.ts'
import { pieceOf, useAhead } from './ui/piece.ts'
import { filesComeFrom } from './ui/reach.ts'
import { theme } from './ui/theme.ts'

const messages = pieceOf(() => import('./ui/Messages.tsx'))

function Messages() {
  const Shown = useAhead(messages, true)
  return Shown && <Shown />
}

const colorSchemeManager = localStorageColorSchemeManager({ key: 'stepkey-color-scheme' })
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
// react-remove-scroll, which dialogs use, looks for the nonce of its styles there.
Object.assign(globalThis, { __webpack_nonce__: nonce })

filesComeFrom(import.meta.url)
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
