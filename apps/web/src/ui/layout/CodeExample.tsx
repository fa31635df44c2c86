import { Code } from '@mantine/core'
import classes from './CodeExample.module.css'

/** Lines of a program. They may be wider than a phone: they can be scrolled, by keyboard too. */
export function CodeExample({ label, children }: { label: string; children: string }) {
  return (
    <Code block tabIndex={0} role="region" aria-label={label} className={classes.example}>
      {children}
    </Code>
  )
}
