import { Group } from '@mantine/core'
import { sentenceOf } from '../../api/api.ts'
import { BusyButton } from '../inputs/BusyButton.tsx'
import { ErrorText } from './ErrorText.tsx'

/** As much of a query as this needs. */
interface Loading {
  error: unknown
  isFetching: boolean
  refetch(): unknown
}

/** Says why something could not be loaded, and tries again. What was there before stays beside it. */
export function LoadError({ of: { error, isFetching, refetch } }: { of: Loading }) {
  if (!error) return null
  return (
    <Group gap="sm">
      <ErrorText>{sentenceOf(error)}</ErrorText>
      <BusyButton variant="default" size="compact-sm" onClick={() => refetch()} isWaiting={isFetching}>
        Try again
      </BusyButton>
    </Group>
  )
}
