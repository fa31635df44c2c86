import { Code } from '@mantine/core'
import classes from './CodeExample.module.css'

/** Shows code in a region that can be scrolled, also by keyboard. */
export function CodeExample({ label, children }: { label: string; children: string }) {
  return (
    <Code block tabIndex={0} role="region" aria-label={label} className={classes.example}>
      {children}
    </Code>
  )
}
