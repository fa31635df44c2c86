import { useEffect, useRef } from 'react'
import { BusyButton } from '../inputs/BusyButton.tsx'

/** As much of an infinite query as this needs. */
interface Pages {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage(): unknown
}

/** The way to the next page of the list before it, while there is one. */
export function ShowMore({ of: pages }: { of: Pages }) {
  const button = useRef<HTMLButtonElement>(null)
  const asked = useRef<{ list: Element | null | undefined; shown: number }>(undefined)

  // The button goes with the last page: reading goes on at the first row of that.
  useEffect(() => {
    if (pages.hasNextPage) return
    const first = asked.current?.list?.children[asked.current.shown]
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
        const list = button.current?.previousElementSibling
        asked.current = { list, shown: list?.childElementCount ?? 0 }
        pages.fetchNextPage()
      }}
      isWaiting={pages.isFetchingNextPage}
      style={{ alignSelf: 'flex-start' }}
    >
      Show more
    </BusyButton>
  )
}
