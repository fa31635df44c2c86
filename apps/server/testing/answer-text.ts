/** Returns an answer or an error as text, without what always differs. */
export async function answerOf(call: () => Promise<unknown>): Promise<string> {
  const answer = await call().catch((error) => ({ code: error.code, message: error.message }))
  return JSON.stringify(answer ?? null).replace(
    /"(?:checkedAt|durationMs|version|updatedAt|expiresAt|consentId|secret|url)":(?:"[^"]*"|\d+)/g,
    '',
  )
}
