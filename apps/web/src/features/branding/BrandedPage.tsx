import type { Presentation } from '@stepkey/shared/branding'
import type { ReactNode } from 'react'
import { Localized } from '../../ui/language/Localized.tsx'
import { localeFor } from '../../ui/language/locale.ts'
import { BrandContext } from '../../ui/layout/brand.ts'
import { PickerTheme } from './PickerTheme.tsx'

interface BrandedPageProps {
  presentation: Presentation
  children: ReactNode
}

/** Shows a page for people without an account in their language, with the brand of the embed that it belongs to. */
export function BrandedPage({ presentation: { locale, branding = {} }, children }: BrandedPageProps) {
  return (
    <Localized locale={localeFor(locale)} branding={branding} isPage>
      <BrandContext value={branding}>
        <PickerTheme theme={branding.theme ?? {}} getStyleNonce={pageNonce}>
          {children}
        </PickerTheme>
      </BrandContext>
    </Localized>
  )
}

const pageNonce = () => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
