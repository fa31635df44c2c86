import { type PointerEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { DraftStep } from './flowDraft.ts'

/** The distance from the window edge, in pixels, at which the page scrolls, and the pixels per frame. */
const SCROLL_EDGE = 90
const SCROLL_STEP = 10

interface Grip {
  key: string
  /** The distance of the pointer from the top of the card, in pixels. */
  offset: number
  pointerY: number
}

/**
 * Reorders steps by dragging. The dragged card follows the pointer and swaps with a neighbour when its middle passes the
 * middle of the neighbour. Keyboard users have buttons instead.
 */
export function useStepDrag(steps: readonly DraftStep[], onMove: (step: DraftStep, to: number) => void) {
  const list = useRef<HTMLOListElement>(null)
  const grip = useRef<Grip>(undefined)
  const [dragged, setDragged] = useState<string>()

  function follow() {
    const current = grip.current
    const cards = [...(list.current?.children ?? [])] as HTMLElement[]
    const index = steps.findIndex(({ key }) => key === current?.key)
    const card = cards[index]
    const step = steps[index]
    if (!current || !card || !step) return
    card.style.translate = ''
    const box = card.getBoundingClientRect()
    const shift = current.pointerY - current.offset - box.top
    card.style.translate = `0 ${shift}px`

    const middle = box.top + shift + box.height / 2
    const above = cards[index - 1]?.getBoundingClientRect()
    const below = cards[index + 1]?.getBoundingClientRect()
    if (above && middle < above.top + above.height / 2) onMove(step, index - 1)
    else if (below && middle > below.top + below.height / 2) onMove(step, index + 1)
  }

  const latest = useRef(follow)
  // A reorder moves the card in the layout; this keeps it under the pointer.
  useLayoutEffect(() => {
    latest.current = follow
    if (grip.current) follow()
  }, [steps])

  useEffect(() => {
    if (dragged === undefined) return
    let frame = 0
    const scroll = () => {
      const y = grip.current?.pointerY ?? SCROLL_EDGE
      const step = y < SCROLL_EDGE ? -SCROLL_STEP : y > innerHeight - SCROLL_EDGE ? SCROLL_STEP : 0
      if (step) {
        scrollBy(0, step)
        latest.current()
      }
      frame = requestAnimationFrame(scroll)
    }
    const move = (event: globalThis.PointerEvent) => {
      if (grip.current) grip.current.pointerY = event.clientY
      latest.current()
    }
    const drop = () => {
      const card = list.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(dragged)}"]`)
      if (card) card.style.translate = ''
      grip.current = undefined
      setDragged(undefined)
    }
    frame = requestAnimationFrame(scroll)
    const abort = new AbortController()
    addEventListener('pointermove', move, abort)
    addEventListener('pointerup', drop, abort)
    addEventListener('pointercancel', drop, abort)
    return () => {
      cancelAnimationFrame(frame)
      abort.abort()
    }
  }, [dragged])

  const grab = useCallback(({ key }: DraftStep, event: PointerEvent) => {
    const card = event.currentTarget.closest('li')
    if (!card || event.button !== 0) return
    event.preventDefault()
    grip.current = {
      key,
      offset: event.clientY - card.getBoundingClientRect().top,
      pointerY: event.clientY,
    }
    setDragged(key)
  }, [])

  return { list, dragged, grab }
}
