import { useEffect, useRef, useState } from 'react'

/**
 * One call at a time whose input or answer is a secret. Not a useMutation: that would keep both in the query cache.
 */
export function useSecretCall() {
  const [state, setState] = useState<{ isPending: boolean; error?: unknown }>({ isPending: false })
  const isGone = useRef(false)
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])

  /** @returns the answer, or undefined when there is none: the error tells why */
  async function run<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
    if (state.isPending) return undefined
    setState({ isPending: true })
    try {
      const answer = await call()
      if (!isGone.current) setState({ isPending: false })
      return answer
    } catch (error) {
      if (!isGone.current) setState({ isPending: false, error })
      return undefined
    }
  }
  return { ...state, run }
}
