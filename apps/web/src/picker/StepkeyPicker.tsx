import '../ui/theme/mantine.css'
import '../ui/theme/inputs.css'
import './picker.css'
import { EmbedTheme } from '@stepkey/shared/embed-messages'
import { useId, useState } from 'react'
import type { PickerProps } from '../../../../packages/picker/src/picker.d.ts'
import { PickerTheme, themeOf } from '../features/branding/PickerTheme.tsx'
import { PickerForToken } from '../features/embedded-picker/PickerForToken.tsx'
import { Localized } from '../ui/language/Localized.tsx'
import { localeFor } from '../ui/language/locale.ts'

/**
 * The credential picker as a React component for pages of other origins. Its styles do not affect the host page. The host
 * page can read what users enter here; embed the frame if it must not.
 */
export function StepkeyPicker({ url, token, theme = {}, locale, nonce = '', ...events }: PickerProps) {
  const id = useId()
  const [embedTheme, setEmbedTheme] = useState<EmbedTheme>()
  const [root, setRoot] = useState<HTMLElement | null>(null)
  return (
    <div ref={setRoot} data-stepkey-picker={id} className="stepkey-picker">
      {root && (
        <Localized locale={localeFor(locale)}>
          <PickerTheme
            theme={themeOf(embedTheme, EmbedTheme.parse(theme))}
            getRootElement={() => root}
            cssVariablesSelector={`[data-stepkey-picker="${id}"]`}
            getStyleNonce={() => nonce}
          >
            <PickerForToken
              url={new URL(url).origin}
              token={token}
              locale={locale}
              onTheme={setEmbedTheme}
              onSelected={events.onSelected}
              onCreated={events.onCreated}
              onReconnected={(reconnected) => events.onReconnected?.(reconnected)}
              onCancelled={() => events.onCancelled?.()}
              onExpired={async () => events.onExpired?.()}
            />
          </PickerTheme>
        </Localized>
      )}
    </div>
  )
}
