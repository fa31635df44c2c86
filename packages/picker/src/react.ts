import { createElement, type ReactElement, useEffect, useRef } from 'react'
import { type MountedPicker, mountPicker, type PickerProps } from './picker.js'

export type { Picked, PickerProps, PickerTheme } from './picker.js'

/**
 * Shows the credential picker as a part of your page. Import `@stepkey/picker/picker.css` once. Works with React 18 and 19,
 * because the picker does not render with the React of your page.
 */
export function StepkeyPicker(props: PickerProps): ReactElement {
  const element = useRef<HTMLDivElement>(null)
  const mounted = useRef<MountedPicker>(undefined)
  const latest = useRef(props)
  latest.current = props
  useEffect(() => {
    if (!element.current) return
    const picker = mountPicker(element.current, latest.current)
    mounted.current = picker
    return () => {
      mounted.current = undefined
      picker.unmount()
    }
  }, [])
  useEffect(() => mounted.current?.update(props))
  return createElement('div', { ref: element })
}
