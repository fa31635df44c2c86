import { type RefObject, useEffect, useRef } from 'react'

/** Reports the height of an element when it changes, including overflowing content such as open dropdowns. */
export function useReportedHeight(
  element: RefObject<HTMLElement | null>,
  onChange: (height: number) => void,
) {
  const report = useRef(onChange)
  report.current = onChange
  useEffect(() => {
    const { current } = element
    if (!current) return
    let reportedHeight = 0
    function measure() {
      const height = Math.ceil(Math.max(current?.scrollHeight ?? 0, current?.offsetHeight ?? 0))
      if (height === reportedHeight || height === 0) return
      reportedHeight = height
      report.current(height)
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
