import { Stack, Title, VisuallyHidden } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { groupIntoSections, searchComponents } from '@stepkey/shared/component-search'
import { type ReactNode, useId } from 'react'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { NoMatchingComponents } from './NoMatchingComponents.tsx'

interface SectionsProps {
  components: readonly ComponentSummary[]
  search: string | undefined
  /** Renders the components of one section. */
  children(components: readonly ComponentSummary[]): ReactNode
}

/** Shows components by section, or the results of a search. */
export function ComponentSections({ components, search, children }: SectionsProps) {
  if (search) {
    const results = searchComponents(components, search)
    return (
      <div data-found>
        <VisuallyHidden role="status">{describeCount(results.length)}</VisuallyHidden>
        <LiveRegion>{results.length === 0 && <NoMatchingComponents search={search} />}</LiveRegion>
        {results.length > 0 && children(results)}
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

/** The announcement for screen readers. Empty for no results, because the screen shows that as text. */
function describeCount(count: number): string {
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
