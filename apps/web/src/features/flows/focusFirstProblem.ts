/** Focuses the first invalid input or blocked step, after the next render. */
export function focusFirstProblem() {
  requestAnimationFrame(() => {
    const problem = document.querySelector<HTMLElement>('#main [aria-invalid="true"], #main [data-blocked]')
    problem?.focus({ preventScroll: true })
    problem?.scrollIntoView({ block: 'center', behavior: 'smooth' })
  })
}
