import { flushSync } from 'react-dom'

/**
 * Shows the errors of a form, and focuses its first invalid input in the next frame.
 * @param show sets the errors. They are rendered at once, because the next frame could come before a later render.
 */
export function focusFirstError(form: HTMLFormElement | null, show: () => void) {
  flushSync(show)
  requestAnimationFrame(() =>
    form?.querySelector<HTMLElement>(':is(input, textarea)[aria-invalid="true"]')?.focus(),
  )
}
