import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { RowListSkeleton } from './RowList.tsx'

interface PageSkeletonProps {
  /** The heading for screen readers, because the name of what is being loaded is not known yet. */
  heading: string
  /** The shape of the page below its title, by default a list. */
  children?: ReactNode
}

/** The skeleton of a page whose title is being loaded, too. */
export function PageSkeleton({ heading, children = <RowListSkeleton /> }: PageSkeletonProps) {
  return (
    <>
      <VisuallyHidden component="h1">{heading}</VisuallyHidden>
      <Stack gap="xl" aria-hidden>
        <Skeleton height={48} width={280} />
        {children}
      </Stack>
    </>
  )
}
