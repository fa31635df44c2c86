/** The appearance of the picker. Text stays readable with every accent colour. */
export interface PickerTheme {
  /** `auto`, the default, follows the system of the user. */
  colorScheme?: 'light' | 'dark' | 'auto'
  /** The colour of buttons and links: `#1a73e8`. */
  accent?: string
  /** The radius of corners, in pixels. */
  radius?: number
  /** The CSS `font-family`. */
  fontFamily?: string
}

/** The credential that the user chose or created. */
export interface Picked {
  credentialId: string
  /** The new version of the flow, if the token names a step. */
  flowVersion?: number
}

/** The properties of the picker. */
export interface PickerProps {
  /** The origin of Stepkey: `https://stepkey.example.com`. Register the origin of your page there as an embed. */
  url: string
  /** A connect token of that embed, created by your server. */
  token: string
  theme?: PickerTheme
  /** The language of the texts, as a BCP 47 tag such as `de`; the one of the session or of the browser by default. */
  locale?: string
  /** The nonce for style elements, if your Content-Security-Policy requires one. */
  nonce?: string
  onSelected(picked: Picked): void
  onCreated(picked: Picked): void
  /** Called when the user connected a credential again, for sessions with the action `reconnect`. */
  onReconnected?(reconnected: { credentialId: string }): void
  onCancelled?(): void
  /**
   * Called when the token has expired. Set a new `token`; the picker then continues. If none arrives within 15 seconds, or
   * if this rejects, the waiting requests fail, and the next request calls this again.
   */
  onExpired?(): void | Promise<void>
}

/** A picker in a page. */
export interface MountedPicker {
  /** Replaces the properties, for example with a new token. */
  update(props: PickerProps): void
  /** Removes the picker from the page. */
  unmount(): void
}

/**
 * Shows the credential picker in an element of your page. Import `@stepkey/picker/picker.css` once. The picker contains
 * everything that it needs, so it works with every framework, and with none.
 */
export function mountPicker(element: HTMLElement, props: PickerProps): MountedPicker
