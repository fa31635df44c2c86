/** Leads to the first input or step that something is wrong with, once it is on the screen. */
export function focusFirstProblem() {
  requestAnimationFrame(() => {
    const problem = document.querySelector<HTMLElement>('#main [aria-invalid="true"], #main [data-blocked]')
    problem?.focus({ preventScroll: true })
    problem?.scrollIntoView({ block: 'center', behavior: 'smooth' })
  })
}
