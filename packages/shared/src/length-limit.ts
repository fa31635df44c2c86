/**
 * An option for the maximum length of a text, `.max(64, FIRST)`: a longer text fails at once, so that the checks that
 * follow never see it.
 */
export const FIRST = { abort: true } as const
