import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'

/** From this number of rows on, only those near the window are in the document. */
const VIRTUAL_FROM = 200
/** The height of a row before it is measured, in pixels. */
const ESTIMATED_HEIGHT = 66

/** The place of a row. The function is always the same, so that rows can be memoized. */
export interface RowPlace {
  /** The index of its item. */
  index: number
  /** Measures its element; absent if that is not needed. */
  measure?(element: HTMLTableRowElement | null): void
}

/** Returns the attributes of a row's element. Its number is counted from 2, after the heads. */
export const placeAttributes = ({ index, measure }: RowPlace) => ({
  'aria-rowindex': index + 2,
  'data-index': index,
  ref: measure,
})

interface TableRowsProps<Item> {
  items: readonly Item[]
  columnCount: number
  children(item: Item, place: RowPlace): ReactNode
}

/** The body of a table. Of a long one, only the rows near the window are in the document. */
export function TableRows<Item>(props: TableRowsProps<Item>) {
  const { items, children } = props
  if (items.length >= VIRTUAL_FROM) return <VirtualRows {...props} />
  return <tbody>{items.map((item, index) => children(item, { index }))}</tbody>
}

function VirtualRows<Item>({ items, columnCount, children }: TableRowsProps<Item>) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [top, setTop] = useState(0)
  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => ESTIMATED_HEIGHT,
    overscan: 10,
    scrollMargin: top,
  })
  // What is above the table can change its height, for example the filters. Not while scrolling: measuring takes time.
  useLayoutEffect(() => {
    if (rows.isScrolling) return
    const now = body.current ? body.current.getBoundingClientRect().top + window.scrollY : 0
    if (Math.abs(now - top) > 1) setTop(now)
  })
  const visible = rows.getVirtualItems()
  const before = (visible[0]?.start ?? top) - top
  const after = rows.getTotalSize() - ((visible.at(-1)?.end ?? top) - top)
  return (
    <tbody ref={body}>
      <Gap height={before} columnCount={columnCount} />
      {visible.map(({ index }) => {
        const item = items[index]
        return item === undefined ? null : children(item, { index, measure: rows.measureElement })
      })}
      <Gap height={after} columnCount={columnCount} />
    </tbody>
  )
}

/** Takes the place of rows that are not in the document. */
const Gap = ({ height, columnCount }: { height: number; columnCount: number }) =>
  height > 0 && (
    <tr aria-hidden style={{ height, padding: 0, border: 0 }}>
      <td colSpan={columnCount} style={{ padding: 0, border: 0 }} />
    </tr>
  )
