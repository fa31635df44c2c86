import { useState } from 'react'

/** Makes one call at a time whose input or result is secret. Not a useMutation, which would keep both in the cache. */
export function useSecretCall() {
  const [state, setState] = useState<{ isPending: boolean; error?: unknown }>({ isPending: false })

  /** @returns the result, or undefined if the call failed; `error` then holds the reason */
  async function run<Result>(
    call: () => Promise<Result>,
    onError?: (error: unknown) => void,
  ): Promise<Result | undefined> {
    if (state.isPending) return undefined
    setState({ isPending: true })
    try {
      const result = await call()
      setState({ isPending: false })
      return result
    } catch (error) {
      setState({ isPending: false, error })
      onError?.(error)
      return undefined
    }
  }
  return { ...state, run }
}
