import type { ReactNode } from 'react'
import classes from './LiveRegion.module.css'

/** Has read out what comes to stand in it. It is always there: what comes together with such a place isn't read. */
export function LiveRegion({ children }: { children?: ReactNode }) {
  return (
    <div role="status" className={classes.status}>
      {children}
    </div>
  )
}
