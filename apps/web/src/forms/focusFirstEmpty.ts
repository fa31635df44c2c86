/**
 * Focuses the first required, empty input of a form that has just been shown, unless something else has the focus, or a
 * dialog over the page is about to take it.
 */
export function focusFirstEmpty(form: HTMLFormElement | null) {
  const dialog = document.querySelector('[role="dialog"]')
  if (dialog && !dialog.contains(form)) return
  const { activeElement } = document
  // If the link or button that showed the form was removed, the focus is on the body, or was moved to the page.
  if (activeElement && activeElement !== document.body && activeElement.localName !== 'main') return
  const inputs = form?.querySelectorAll<HTMLInputElement>(':is(input, textarea)[required]:not([readonly])')
  Array.from(inputs ?? [])
    .find(({ value }) => value === '')
    ?.focus({ preventScroll: true })
}
