import { Stack } from '@mantine/core'
import type { KeyboardEvent, ReactNode } from 'react'
import classes from './ComponentFinder.module.css'

/** Wraps a search box and its results; arrow keys move the focus between them. */
export function ComponentFinder({ children }: { children: ReactNode }) {
  return (
    <Stack gap="xl" className={classes.finder} onKeyDown={moveFocus}>
      {children}
    </Stack>
  )
}

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  const search = event.currentTarget.querySelector<HTMLElement>('input[type="search"]')
  const hits = [...event.currentTarget.querySelectorAll<HTMLElement>('li > a')]
  const next =
    event.target === search ? event.key === 'ArrowDown' && hits[0] : nextHit(hits, event.target, event.key)
  // ArrowUp in the first row returns to the search box.
  const target = next ?? (event.key === 'ArrowUp' ? search : undefined)
  if (!target || !(event.target === search || hits.includes(event.target as HTMLElement))) return
  event.preventDefault()
  target.focus()
}

/** Returns the nearest hit in the direction of an arrow key, for any number of columns. */
function nextHit(hits: HTMLElement[], from: EventTarget, key: string): HTMLElement | undefined {
  const index = hits.indexOf(from as HTMLElement)
  if (key === 'ArrowRight') return hits[index + 1]
  if (key === 'ArrowLeft') return hits[index - 1]
  const currentBox = hits[index]?.getBoundingClientRect()
  if (!currentBox || (key !== 'ArrowDown' && key !== 'ArrowUp')) return undefined
  const distance = ({ top }: DOMRect) => (key === 'ArrowDown' ? top - currentBox.top : currentBox.top - top)
  const candidates = hits
    .map((hit) => ({ hit, box: hit.getBoundingClientRect() }))
    .filter(({ box }) => distance(box) > 1)
    .sort((a, b) => distance(a.box) - distance(b.box))
  const row = candidates.filter(({ box }) => distance(box) - distance(candidates[0]?.box ?? box) < 1)
  return row.sort(
    (a, b) => Math.abs(a.box.left - currentBox.left) - Math.abs(b.box.left - currentBox.left),
  )[0]?.hit
}
