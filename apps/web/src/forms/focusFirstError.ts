/** Moves the focus to the first input that is marked as wrong, once the marks are drawn. */
export function focusFirstError(form: HTMLFormElement | null) {
  requestAnimationFrame(() =>
    form?.querySelector<HTMLElement>(':is(input, textarea)[aria-invalid="true"]')?.focus(),
  )
}
