import { Skeleton } from '@mantine/core'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { preloadable, usePreloadable } from '../../ui/loading/preloadable.ts'
import type { NewCredentialProps } from './NewCredential.tsx'

// The form and the schemas weigh as much as the rest of the page.
const newCredential = preloadable(() => import('./NewCredential.tsx'))

/** The form of a new credential, which comes when it is needed. Where it doesn't, the page around it stays as it is. */
export function InlineNewCredential(props: NewCredentialProps) {
  const { Component: NewCredential, error, again } = usePreloadable(newCredential)
  if (NewCredential) return <NewCredential {...props} />
  return error ? <LoadError of={{ error, isFetching: false, refetch: again }} /> : <Skeleton height={240} />
}
