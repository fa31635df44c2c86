import { Button } from '@mantine/core'

/** As much of an infinite query as this needs. */
interface Pages {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage(): unknown
}

/** The way to the next page of a list, while there is one. */
export function ShowMore({ of: pages }: { of: Pages }) {
  if (!pages.hasNextPage) return null
  return (
    <Button
      variant="default"
      onClick={() => pages.fetchNextPage()}
      loading={pages.isFetchingNextPage}
      style={{ alignSelf: 'flex-start' }}
    >
      Show more
    </Button>
  )
}
