import { type PickerProps, StepkeyPicker } from '@stepkey/picker/react'
import { createRoot } from 'react-dom/client'
import '@stepkey/picker/picker.css'

/** Renders the picker in a host page, and shows its events. */
export function show(element: HTMLElement, props: Pick<PickerProps, 'url' | 'token' | 'theme'>) {
  const output = element.appendChild(document.createElement('output'))
  const report = (event: string) => (picked?: object) => {
    output.textContent = `${event} ${JSON.stringify(picked)}`
  }
  createRoot(element.appendChild(document.createElement('div'))).render(
    <StepkeyPicker
      {...props}
      onSelected={report('selected')}
      onCreated={report('created')}
      onExpired={() => report('expired')()}
    />,
  )
}
