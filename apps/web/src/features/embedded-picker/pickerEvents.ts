/** The credential that the user chose or created. */
export interface Picked {
  credentialId: string
  /** The new version of the flow, if the token names a step. */
  flowVersion?: number
}

/** The events that the picker reports. */
export interface PickerEvents {
  onSelected(picked: Picked): void
  onCreated(picked: Picked): void
  onReconnected(reconnected: Pick<Picked, 'credentialId'>): void
  onCancelled(): void
}
