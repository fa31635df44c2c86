/** The part of the data of a list that is used here. */
interface Pages {
  pages: readonly { items: readonly unknown[] }[]
}

/**
 * Returns the placeholder of a list: its previous rows, until those of the next search are loaded. An empty list is no
 * placeholder: the page would say that nothing was found before the server has answered.
 */
export const keepPreviousRows = <List extends Pages>(previous: List | undefined): List | undefined =>
  previous?.pages.some(({ items }) => items.length > 0) ? previous : undefined
