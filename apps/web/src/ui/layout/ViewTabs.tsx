import { createLink } from '@tanstack/react-router'
import type { ComponentProps, ReactNode } from 'react'
import classes from './ViewTabs.module.css'

/** Links to the views of a list, of which the current one is marked. */
export function ViewTabs({ label = 'View', children }: { label?: string; children: ReactNode }) {
  return (
    <nav aria-label={label} className={classes.views}>
      {children}
    </nav>
  )
}

/** A link to one view, typed like the router's Link. */
export const ViewTab = createLink((props: ComponentProps<'a'>) => <a {...props} className={classes.view} />)
