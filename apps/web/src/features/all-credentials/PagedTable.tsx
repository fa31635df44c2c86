import { Paper, Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { ShowMore } from '../../ui/layout/ShowMore.tsx'
import classes from './CredentialTable.module.css'
import { type RowPlace, TableRows } from './TableRows.tsx'

/** The part of an infinite query result that is used here. */
interface Pages<Item> {
  data: { pages: readonly { items: readonly Item[] }[] } | undefined
  error: unknown
  isFetching: boolean
  isPlaceholderData: boolean
  hasNextPage: boolean
  isFetchingNextPage: boolean
  refetch(): unknown
  fetchNextPage(): unknown
}

interface PagedTableProps<Item> {
  label: string
  of: Pages<Item>
  /** The cells of the head. */
  head: ReactNode
  columnCount: number
  /** Shown in place of an empty table. */
  empty: ReactNode
  /** Returns the row of an item. */
  children(item: Item, place: RowPlace): ReactNode
}

/** A table that is loaded page by page. On a phone, each row is a block. */
export function PagedTable<Item>({
  label,
  of: pages,
  head,
  columnCount,
  empty,
  children,
}: PagedTableProps<Item>) {
  const items = pages.data?.pages.flatMap((page) => page.items)
  return (
    <>
      <LoadError of={pages} />
      {!pages.error && !items && <Skeleton height={320} radius="lg" aria-hidden />}
      <LiveRegion>{items?.length === 0 && empty}</LiveRegion>
      {items && items.length > 0 && (
        <Paper withBorder radius="lg" className={classes.box}>
          <table
            className={classes.table}
            aria-label={label}
            aria-busy={pages.isPlaceholderData}
            aria-rowcount={pages.hasNextPage ? -1 : items.length + 1}
          >
            <thead>
              <tr>{head}</tr>
            </thead>
            <TableRows items={items} columnCount={columnCount}>
              {children}
            </TableRows>
          </table>
        </Paper>
      )}
      <ShowMore of={pages} />
    </>
  )
}
