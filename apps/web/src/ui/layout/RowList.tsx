import { Paper, Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './RowList.module.css'

/** A list of rows in one box. */
export function RowList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Paper component="ul" withBorder radius="lg" className={classes.list} aria-label={label}>
      {children}
    </Paper>
  )
}

interface RowProps {
  children: ReactNode
  actions?: ReactNode
  /** An action on the row is running. */
  isBusy?: boolean
}

/** One row: its description and its actions. */
export function Row({ children, actions, isBusy }: RowProps) {
  return (
    <li className={classes.row} aria-busy={isBusy}>
      <div className={classes.about}>{children}</div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </li>
  )
}

/** The skeleton of a list. */
export function RowListSkeleton() {
  return (
    <Paper withBorder radius="lg" className={classes.list} aria-hidden>
      {['a', 'b', 'c', 'd'].map((key) => (
        <div key={key} className={classes.row}>
          <div className={classes.about}>
            <Skeleton height={16} width="45%" />
            <Skeleton height={12} width="25%" />
          </div>
        </div>
      ))}
    </Paper>
  )
}
