import { Localized } from '../ui/language/Localized.tsx'
import { localeFor } from '../ui/language/locale.ts'
import { PageError } from './PageError.tsx'

/** Shown in place of a page for people without an account that could not be loaded. In English until its texts are loaded. */
export function LocalizedPageError({ error }: { error: unknown }) {
  const content = <PageError error={error} />
  return (
    <Localized locale={localeFor(undefined)} isPage pending={content}>
      {content}
    </Localized>
  )
}
