export { mountPicker } from '@stepkey/picker'
export { StepkeyPicker } from '@stepkey/picker/react'

export const title = 'No picker'
