import type { ReactElement } from 'react'

/** How the picker looks, so that it fits in. Whatever is chosen, text stays readable. */
export interface PickerTheme {
  /** `auto`, which is usual, follows the person's system. */
  colorScheme?: 'light' | 'dark' | 'auto'
  /** The colour of buttons and links: `#1a73e8`. */
  accent?: string
  /** How round corners are, in pixels. */
  radius?: number
  /** As in CSS. */
  fontFamily?: string
}

export interface Picked {
  credentialId: string
  /** The new version of the flow, where the token names a step. */
  flowVersion?: number
}

export interface StepkeyPickerProps {
  /** Where the Stepkey is: `https://stepkey.example.com`. This page's origin has to stand there as an embed. */
  url: string
  /** A connect token of that embed, made by your server. */
  token: string
  theme?: PickerTheme
  /** For the style elements that it makes, where a Content-Security-Policy asks for one. */
  nonce?: string
  onSelected(picked: Picked): void
  onCreated(picked: Picked): void
  onCancelled?(): void
  /**
   * The token works no longer. With another one it goes on where it was. Where none comes within 15 seconds, or this
   * rejects, what was asked fails and says so; with whatever is asked next, this is called again.
   */
  onExpired?(): void | Promise<void>
}

/** The credential picker as a part of your own page. Import `@stepkey/web/picker.css` once, too. */
export function StepkeyPicker(props: StepkeyPickerProps): ReactElement
