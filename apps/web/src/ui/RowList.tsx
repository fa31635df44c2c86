import { Paper } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './RowList.module.css'

/** A list in one box, a line between its rows. */
export function RowList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Paper component="ul" withBorder radius="lg" className={classes.list} aria-label={label}>
      {children}
    </Paper>
  )
}

/** What something is, and what can be done with it. */
export function Row({ children, actions }: { children: ReactNode; actions?: ReactNode }) {
  return (
    <li className={classes.row}>
      <div className={classes.about}>{children}</div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </li>
  )
}
