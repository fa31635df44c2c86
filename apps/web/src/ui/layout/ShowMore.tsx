import { Group, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { BusyButton } from '../inputs/BusyButton.tsx'

/** The part of an infinite query result that is used here. */
interface Pages {
  data: { pages: readonly { items: readonly unknown[] }[] } | undefined
  isPlaceholderData: boolean
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage(): unknown
}

interface ShowMoreProps {
  of: Pages
  size?: 'xs'
  /** What is counted, if one row of the list stands for several. */
  unit?: string
}

/** Loads the next page of the list before it, while there is one, and shows how many rows are loaded. */
export function ShowMore({ of: pages, size, unit }: ShowMoreProps) {
  const t = useTranslations('common')
  const container = useRef<HTMLDivElement>(null)
  const request = useRef<{ list: Element | null | undefined; shown: number }>(undefined)

  // The button disappears with the last page; the focus moves to the first row of that page.
  useEffect(() => {
    if (pages.hasNextPage) return
    const rows = request.current?.list?.children
    // A page can extend the last row instead of adding one.
    const first = rows?.[request.current?.shown ?? 0] ?? rows?.[rows.length - 1]
    if (!(first instanceof HTMLElement) || document.activeElement !== document.body) return
    first.tabIndex = -1
    first.focus()
  }, [pages.hasNextPage])

  const loaded = pages.data?.pages ?? []
  if (pages.isPlaceholderData || (!pages.hasNextPage && loaded.length < 2)) return null
  const count = loaded.reduce((sum, { items }) => sum + items.length, 0)
  return (
    <Group ref={container} gap="sm">
      {pages.hasNextPage && (
        <BusyButton
          variant="default"
          size={size}
          onClick={() => {
            const previous = container.current?.previousElementSibling
            const list = previous?.querySelector('tbody') ?? previous
            request.current = { list, shown: list?.childElementCount ?? 0 }
            pages.fetchNextPage()
          }}
          isWaiting={pages.isFetchingNextPage}
        >
          {t('showMore')}
        </BusyButton>
      )}
      <Text size="sm" c="dimmed" role="status">
        {unit
          ? t(pages.hasNextPage ? 'unitsShown' : 'allUnitsShown', { count, unit })
          : t(pages.hasNextPage ? 'rowsShown' : 'allRowsShown', { count })}
      </Text>
    </Group>
  )
}
