import type { ReactNode } from 'react'

/** One line of the details of a credential. */
export const Detail = ({ label, children }: { label: string; children: ReactNode }) => (
  <>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </>
)
