import type { ConnectEvents } from '@stepkey/connect/events'

/** The events that the picker reports: those of `@stepkey/connect`, and that the user cancelled. */
export interface PickerEvents {
  onSelected(picked: ConnectEvents['selected']): void
  onCreated(picked: ConnectEvents['created']): void
  onReconnected(reconnected: ConnectEvents['reconnected']): void
  onCancelled(): void
}
