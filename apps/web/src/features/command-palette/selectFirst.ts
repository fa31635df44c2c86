import type { SpotlightStore } from '@mantine/spotlight'

/**
 * Selects the first result, unless the user has moved on from it. The library does that when the text changes, but not
 * when results arrive above those that were found at once.
 */
export function selectFirst(store: SpotlightStore): void {
  const { listId, selected } = store.getState()
  const list = document.getElementById(listId)
  const first = list?.querySelector('[data-action]')
  if (selected > 0 || !first) return
  list?.querySelector('[data-selected]')?.removeAttribute('data-selected')
  first.setAttribute('data-selected', 'true')
  store.updateState((state) => ({ ...state, selected: 0 }))
}
