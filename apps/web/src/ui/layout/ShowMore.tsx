import { useEffect, useRef } from 'react'
import { BusyButton } from '../inputs/BusyButton.tsx'

/** The part of an infinite query result that is used here. */
interface Pages {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage(): unknown
}

/** Loads the next page of the list before it, while there is one. */
export function ShowMore({ of: pages }: { of: Pages }) {
  const button = useRef<HTMLButtonElement>(null)
  const request = useRef<{ list: Element | null | undefined; shown: number }>(undefined)

  // The button disappears with the last page; the focus moves to the first row of that page.
  useEffect(() => {
    if (pages.hasNextPage) return
    const first = request.current?.list?.children[request.current.shown]
    if (!(first instanceof HTMLElement) || document.activeElement !== document.body) return
    first.tabIndex = -1
    first.focus()
  }, [pages.hasNextPage])

  if (!pages.hasNextPage) return null
  return (
    <BusyButton
      ref={button}
      variant="default"
      onClick={() => {
        const previous = button.current?.previousElementSibling
        const list = previous?.querySelector('tbody') ?? previous
        request.current = { list, shown: list?.childElementCount ?? 0 }
        pages.fetchNextPage()
      }}
      isWaiting={pages.isFetchingNextPage}
      style={{ alignSelf: 'flex-start' }}
    >
      Show more
    </BusyButton>
  )
}
