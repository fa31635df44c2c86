import { useState } from 'react'

/**
 * One call at a time whose input or answer is a secret. Not a useMutation: that would keep both in the query cache.
 */
export function useSecretCall() {
  const [state, setState] = useState<{ isPending: boolean; error?: unknown }>({ isPending: false })

  /** @returns the answer, or undefined when there is none: then the error tells why */
  async function run<Answer>(
    call: () => Promise<Answer>,
    onError?: (error: unknown) => void,
  ): Promise<Answer | undefined> {
    if (state.isPending) return undefined
    setState({ isPending: true })
    try {
      const answer = await call()
      setState({ isPending: false })
      return answer
    } catch (error) {
      setState({ isPending: false, error })
      onError?.(error)
      return undefined
    }
  }
  return { ...state, run }
}
