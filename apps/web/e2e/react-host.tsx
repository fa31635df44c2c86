import { createRoot } from 'react-dom/client'
import type { StepkeyPickerProps } from '../src/picker/picker.d.ts'
import { StepkeyPicker } from '../src/picker/StepkeyPicker.tsx'

/** Somebody's page that uses the component, and says what it is told. */
export function show(element: HTMLElement, props: Pick<StepkeyPickerProps, 'url' | 'token' | 'theme'>) {
  const told = element.appendChild(document.createElement('output'))
  const tell = (what: string) => (picked?: object) => {
    told.textContent = `${what} ${JSON.stringify(picked)}`
  }
  createRoot(element.appendChild(document.createElement('div'))).render(
    <StepkeyPicker {...props} onSelected={tell('selected')} onCreated={tell('created')} />,
  )
}
