import { UnstyledButton } from '@mantine/core'
import type { CredentialSort } from '@stepkey/shared/credential'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './SortableHead.module.css'

/** What the table can be sorted by. */
type SortedBy = Exclude<CredentialSort, `-${string}`>

interface SortableHeadProps {
  by: SortedBy
  /** The current order; by name unless given. */
  sort: CredentialSort | undefined
  onSort(sort: CredentialSort): void
  children: ReactNode
}

/** The head of a column that sorts the table: names from A first, times from the latest first. */
export function SortableHead({ by, sort = 'name', onSort, children }: SortableHeadProps) {
  const isSorted = sort === by || sort === `-${by}`
  const isDescending = sort.startsWith('-')
  const first: CredentialSort = by === 'name' ? by : `-${by}`
  const Arrow = isDescending ? IconArrowDown : IconArrowUp
  return (
    <th scope="col" aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : undefined}>
      <UnstyledButton
        className={classes.button}
        onClick={() => onSort(sort === first ? (by === 'name' ? '-name' : by) : first)}
      >
        {children}
        {isSorted && <Arrow size={14} aria-hidden />}
      </UnstyledButton>
    </th>
  )
}
