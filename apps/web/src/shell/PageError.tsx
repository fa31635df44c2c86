import { Button, Stack, Text, Title, type TitleOrder } from '@mantine/core'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'
import { codeOf } from '../api/api.ts'
import { useErrorText } from '../ui/language/useErrorText.ts'
import { PageTitle } from '../ui/layout/PageTitle.tsx'
import { NotFound } from './NotFound.tsx'
import { PageFrame } from './PageFrame.tsx'

/** The codes of objects and workspaces that do not exist, or that the user may not see. */
const GONE = new Set<string | undefined>(['not_found', 'unknown_workspace'])

interface PageErrorProps {
  error: unknown
  /** 2 on a page that already has a title. */
  order?: TitleOrder
}

/** Shown in place of a page that could not be loaded. */
export function PageError({ error, order = 1 }: PageErrorProps) {
  const t = useTranslations()
  const errorText = useErrorText()
  const router = useRouter()
  const { reset } = useQueryErrorResetBoundary()
  useEffect(reset, [reset])

  if (GONE.has(codeOf(error))) return <NotFound order={order} />
  return (
    <PageFrame>
      <Stack align="flex-start" gap="md" role="alert">
        <PageTitle>{t('errors.pageTitle')}</PageTitle>
        <Title order={order}>{t('errors.page')}</Title>
        <Text c="dimmed" maw={480}>
          {errorText(error)}
        </Text>
        <Button onClick={() => router.invalidate()}>{t('common.tryAgain')}</Button>
      </Stack>
    </PageFrame>
  )
}
