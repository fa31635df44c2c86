import { Stack, Title, VisuallyHidden } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { groupIntoSections, searchComponents } from '@stepkey/shared/component-search'
import { type ReactNode, useId } from 'react'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { NoMatchingComponents } from './NoMatchingComponents.tsx'

interface SectionsProps {
  components: readonly ComponentSummary[]
  search: string | undefined
  /** Draws the components of one section. */
  children(components: readonly ComponentSummary[]): ReactNode
}

/** Components under headings, or those that a search finds. */
export function ComponentSections({ components, search, children }: SectionsProps) {
  if (search) {
    const found = searchComponents(components, search)
    return (
      <div data-found>
        <VisuallyHidden role="status">{inWords(found.length)}</VisuallyHidden>
        <LiveRegion>{found.length === 0 && <NoMatchingComponents search={search} />}</LiveRegion>
        {found.length > 0 && children(found)}
      </div>
    )
  }
  return (
    <Stack gap="xl">
      {groupIntoSections(components).map((section) => (
        <Section key={section.title} title={section.title}>
          {children(section.components)}
        </Section>
      ))}
    </Stack>
  )
}

/** For who can't see how many there are; that there are none is said on the screen. */
function inWords(count: number): string {
  if (count === 0) return ''
  return count === 1
    ? 'One component found. Enter opens it.'
    : `${count} components found. Enter opens the first.`
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <Stack component="section" gap="sm" aria-labelledby={id}>
      <Title order={2} size="h5" c="dimmed" id={id}>
        {title}
      </Title>
      {children}
    </Stack>
  )
}
