import type { en } from '@stepkey/shared/locales/en'
import { enScreens } from '@stepkey/shared/locales/en-screens'
import type { ReactNode } from 'react'
import { createTranslator, IntlProvider } from 'use-intl'
import { MEMBER_LOCALE } from '../time/format.ts'

declare module 'use-intl' {
  interface AppConfig {
    Messages: typeof en
  }
}

/** Shows texts in English, as the screens of users with an account do. */
export const InEnglish = ({ children }: { children: ReactNode }) => (
  <IntlProvider locale={MEMBER_LOCALE} messages={enScreens}>
    {children}
  </IntlProvider>
)

/** Returns texts in English outside of components. */
export const memberText = createTranslator({ locale: MEMBER_LOCALE, messages: enScreens })
