/** Fails the test with the whole result if a credential or a flow was not saved. */
export function assertSaved<R extends { outcome: string }>(
  result: R,
): asserts result is Extract<R, { outcome: 'saved' }> {
  if (result.outcome !== 'saved') throw new Error(`Not saved: ${JSON.stringify(result)}`)
}
