import { Group } from '@mantine/core'
import { useTranslations } from 'use-intl'
import { BusyButton } from '../inputs/BusyButton.tsx'
import { useErrorText } from '../language/useErrorText.ts'
import { ErrorText } from './ErrorText.tsx'

/** The part of a query result that is used here. */
interface FailedQuery {
  error: unknown
  isFetching: boolean
  refetch(): unknown
}

/** Shows why a query failed, with a button to retry. Data that was loaded before stays visible. */
export function LoadError({ of: { error, isFetching, refetch } }: { of: FailedQuery }) {
  const t = useTranslations('common')
  const errorText = useErrorText()
  if (!error) return null
  return (
    <Group gap="sm">
      <ErrorText>{errorText(error)}</ErrorText>
      <BusyButton variant="default" size="compact-sm" onClick={() => refetch()} isWaiting={isFetching}>
        {t('tryAgain')}
      </BusyButton>
    </Group>
  )
}
