import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { mountPicker as Mount, PickerProps } from '../../../../packages/picker/src/picker.d.ts'
import { StepkeyPicker } from './StepkeyPicker.tsx'

/** The entry of `@stepkey/picker`: renders the picker in an element of any page, with a React of its own. */
export const mountPicker: typeof Mount = (element, props) => {
  const root = createRoot(element)
  const update = (props: PickerProps) =>
    root.render(
      <StrictMode>
        <StepkeyPicker {...props} />
      </StrictMode>,
    )
  update(props)
  return { update, unmount: () => root.unmount() }
}
