import { Skeleton } from '@mantine/core'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { preloadable, usePreloadable } from '../../ui/loading/preloadable.ts'
import type { NewCredentialProps } from '../credentials/NewCredential.tsx'

// Loaded on demand: the form and the schemas are as large as the rest of the page.
const newCredential = preloadable(() => import('../credentials/NewCredential.tsx'))

/** Loads the form of a new credential on demand. A load error affects only this part of the page. */
export function InlineNewCredential(props: NewCredentialProps) {
  const { Component: NewCredential, error, retry } = usePreloadable(newCredential)
  if (NewCredential) return <NewCredential {...props} />
  return error ? <LoadError of={{ error, isFetching: false, refetch: retry }} /> : <Skeleton height={240} />
}
