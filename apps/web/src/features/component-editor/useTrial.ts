import type { ComponentTried } from '@stepkey/shared/own-component'
import { useState } from 'react'
import { useSecretCall } from '../../api/useSecretCall.ts'
import { useApi } from '../../workspace/useApi.ts'

/** Tries methods of a draft. The values are in no cache. */
export function useTrial(componentId: string) {
  const { client } = useApi()
  const { run, isPending, error } = useSecretCall()
  const [results, setResults] = useState<Record<string, ComponentTried>>({})

  async function tryMethod(methodId: string, good: Record<string, unknown>) {
    setResults(({ [methodId]: _, ...others }) => others)
    const result = await run(() => client.components.trial.mutate({ componentId, methodId, good }))
    if (result) setResults((before) => ({ ...before, [methodId]: result }))
  }

  return { isPending, error, results, tryMethod }
}
