import { Skeleton } from '@mantine/core'
import { NotLoaded } from '../ui/NotLoaded.tsx'
import { pieceOf, usePiece } from '../ui/piece.ts'
import type { NewCredentialProps } from './NewCredential.tsx'

// The form and the schemas weigh as much as the rest of the page.
const newCredential = pieceOf(() => import('./NewCredential.tsx'))

/** The form of a new credential, which comes when it is needed. Where it doesn't, the page around it stays as it is. */
export function NewCredentialInPlace(props: NewCredentialProps) {
  const { Component: NewCredential, error, again } = usePiece(newCredential)
  if (NewCredential) return <NewCredential {...props} />
  return error ? <NotLoaded of={{ error, isFetching: false, refetch: again }} /> : <Skeleton height={240} />
}
