import { Stack } from '@mantine/core'
import type { KeyboardEvent, ReactNode } from 'react'
import classes from './ComponentFinder.module.css'

/** A search and below it the components that it finds: arrow keys lead from one to the next and back. */
export function ComponentFinder({ children }: { children: ReactNode }) {
  return (
    <Stack gap="xl" className={classes.finder} onKeyDown={move}>
      {children}
    </Stack>
  )
}

function move(event: KeyboardEvent<HTMLElement>) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  const search = event.currentTarget.querySelector<HTMLElement>('input[type="search"]')
  const hits = [...event.currentTarget.querySelectorAll<HTMLElement>('li > a')]
  const next =
    event.target === search ? event.key === 'ArrowDown' && hits[0] : neighbour(hits, event.target, event.key)
  // Up from the first row is back to the search.
  const target = next ?? (event.key === 'ArrowUp' ? search : undefined)
  if (!target || !(event.target === search || hits.includes(event.target as HTMLElement))) return
  event.preventDefault()
  target.focus()
}

/** What lies next to a hit in the direction of an arrow key, however many stand in a row. */
function neighbour(hits: HTMLElement[], from: EventTarget, key: string): HTMLElement | undefined {
  const at = hits.indexOf(from as HTMLElement)
  if (key === 'ArrowRight') return hits[at + 1]
  if (key === 'ArrowLeft') return hits[at - 1]
  const here = hits[at]?.getBoundingClientRect()
  if (!here || (key !== 'ArrowDown' && key !== 'ArrowUp')) return undefined
  const away = ({ top }: DOMRect) => (key === 'ArrowDown' ? top - here.top : here.top - top)
  const beyond = hits
    .map((hit) => ({ hit, box: hit.getBoundingClientRect() }))
    .filter(({ box }) => away(box) > 1)
    .sort((a, b) => away(a.box) - away(b.box))
  const row = beyond.filter(({ box }) => away(box) - away(beyond[0]?.box ?? box) < 1)
  return row.sort((a, b) => Math.abs(a.box.left - here.left) - Math.abs(b.box.left - here.left))[0]?.hit
}
