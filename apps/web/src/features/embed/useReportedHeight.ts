import { type RefObject, useEffect, useRef } from 'react'

/** Tells how tall an element is, with what hangs out of it: lists that drop down are taller than what they belong to. */
export function useReportedHeight(
  element: RefObject<HTMLElement | null>,
  onChange: (height: number) => void,
) {
  const tell = useRef(onChange)
  tell.current = onChange
  useEffect(() => {
    const { current } = element
    if (!current) return
    let told = 0
    function measure() {
      const height = Math.ceil(Math.max(current?.scrollHeight ?? 0, current?.offsetHeight ?? 0))
      if (height === told || height === 0) return
      told = height
      tell.current(height)
    }
    const sizes = new ResizeObserver(measure)
    sizes.observe(current)
    const changes = new MutationObserver(measure)
    changes.observe(current, { subtree: true, childList: true, attributes: true })
    return () => {
      sizes.disconnect()
      changes.disconnect()
    }
  }, [element])
}
