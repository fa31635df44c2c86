import type { ReactNode } from 'react'
import classes from './LiveRegion.module.css'

/** Announces its content to screen readers. Must always be rendered: new live regions are not announced. */
export function LiveRegion({ children }: { children?: ReactNode }) {
  return (
    <div role="status" className={classes.status}>
      {children}
    </div>
  )
}
