import '../../ui/theme/global.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { EmbeddedPicker } from './EmbeddedPicker.tsx'
import { hostPageOf } from './hostPage.ts'

const meta = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? ''

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <EmbeddedPicker host={hostPageOf(window, meta('stepkey-parent-origin'))} nonce={meta('csp-nonce')} />
  </StrictMode>,
)
