/** Focuses the first invalid input of a form, after the next render. */
export function focusFirstError(form: HTMLFormElement | null) {
  requestAnimationFrame(() =>
    form?.querySelector<HTMLElement>(':is(input, textarea)[aria-invalid="true"]')?.focus(),
  )
}
