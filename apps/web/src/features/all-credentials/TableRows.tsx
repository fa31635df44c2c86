import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'

/** From this number of rows on, only those near the window are in the document. */
const VIRTUAL_FROM = 200
/** The height of a row before it is measured, in pixels. */
const ESTIMATED_HEIGHT = 66

/** Attributes of a row's element: its number, counted from 2 after the heads, and what measures it. */
export interface RowPlace {
  'aria-rowindex': number
  'data-index': number
  ref?: (element: HTMLTableRowElement | null) => void
}

interface TableRowsProps<Item> {
  items: readonly Item[]
  columnCount: number
  children(item: Item, place: RowPlace): ReactNode
}

/** The body of a table. Of a long one, only the rows near the window are in the document. */
export function TableRows<Item>(props: TableRowsProps<Item>) {
  const { items, children } = props
  if (items.length >= VIRTUAL_FROM) return <VirtualRows {...props} />
  return <tbody>{items.map((item, index) => children(item, placeOf(index)))}</tbody>
}

const placeOf = (index: number) => ({ 'aria-rowindex': index + 2, 'data-index': index })

function VirtualRows<Item>({ items, columnCount, children }: TableRowsProps<Item>) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [top, setTop] = useState(0)
  // What is above the table can change its height, for example the filters.
  useLayoutEffect(() => {
    const now = body.current ? body.current.getBoundingClientRect().top + window.scrollY : 0
    if (Math.abs(now - top) > 1) setTop(now)
  })
  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => ESTIMATED_HEIGHT,
    overscan: 10,
    scrollMargin: top,
  })
  const visible = rows.getVirtualItems()
  const before = (visible[0]?.start ?? top) - top
  const after = rows.getTotalSize() - ((visible.at(-1)?.end ?? top) - top)
  return (
    <tbody ref={body}>
      <Gap height={before} columnCount={columnCount} />
      {visible.map(({ index }) => {
        const item = items[index]
        return item === undefined
          ? null
          : children(item, { ...placeOf(index), ref: (element) => rows.measureElement(element) })
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
