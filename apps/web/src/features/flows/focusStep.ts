/** Scrolls to a step, and focuses why it blocks, its summary if it is collapsed, or the step itself. */
export function focusStep(key: string) {
  // After the next render, because the step may be opened for it.
  requestAnimationFrame(() => {
    const step = document.querySelector<HTMLElement>(`[data-step="${CSS.escape(key)}"]`)
    const target =
      step?.querySelector<HTMLElement>('[data-blocked]') ??
      step?.querySelector<HTMLElement>('[data-summary]') ??
      step?.querySelector<HTMLElement>('[role="group"]')
    target?.focus({ preventScroll: true })
    step?.scrollIntoView({ block: 'nearest' })
  })
}
