import '../ui/global.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { filesComeFrom } from '../ui/reach.ts'
import { EmbeddedPicker } from './EmbeddedPicker.tsx'
import { parentOf } from './parent.ts'

filesComeFrom(import.meta.url)

const meta = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? ''

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <EmbeddedPicker parent={parentOf(window, meta('stepkey-parent-origin'))} nonce={meta('csp-nonce')} />
  </StrictMode>,
)
