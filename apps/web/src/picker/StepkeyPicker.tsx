import '../ui/theme/mantine.css'
import '../ui/theme/inputs.css'
import './picker.css'
import { EmbedTheme } from '@stepkey/shared/embed-messages'
import { useId, useState } from 'react'
import type { PickerProps } from '../../../../packages/picker/src/picker.d.ts'
import { PickerForToken } from '../features/embedded-picker/PickerForToken.tsx'
import { PickerTheme } from '../features/embedded-picker/PickerTheme.tsx'

/**
 * The credential picker as a React component for pages of other origins. Its styles do not affect the host page. The host
 * page can read what users enter here; embed the frame if it must not.
 */
export function StepkeyPicker({ url, token, theme = {}, nonce = '', ...events }: PickerProps) {
  const id = useId()
  const [root, setRoot] = useState<HTMLElement | null>(null)
  return (
    <div ref={setRoot} data-stepkey-picker={id} className="stepkey-picker">
      {root && (
        <PickerTheme
          theme={EmbedTheme.parse(theme)}
          getRootElement={() => root}
          cssVariablesSelector={`[data-stepkey-picker="${id}"]`}
          getStyleNonce={() => nonce}
        >
          <PickerForToken
            url={new URL(url).origin}
            token={token}
            onSelected={events.onSelected}
            onCreated={events.onCreated}
            onReconnected={(reconnected) => events.onReconnected?.(reconnected)}
            onCancelled={() => events.onCancelled?.()}
            onExpired={async () => events.onExpired?.()}
          />
        </PickerTheme>
      )}
    </div>
  )
}
