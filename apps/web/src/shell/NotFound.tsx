import { Stack, Text, Title, type TitleOrder } from '@mantine/core'
import { ButtonLink } from '../ui/layout/links.tsx'
import { PageTitle } from '../ui/layout/PageTitle.tsx'
import { NOT_ALLOWED } from '../workspace/requireMay.ts'
import { NotAllowed } from './NotAllowed.tsx'
import { PageFrame } from './PageFrame.tsx'

interface NotFoundProps {
  data?: unknown
  /** 2 on a page that already has a title. */
  order?: TitleOrder
}

/** Shown in place of something that does not exist or that the user may not see. */
export function NotFound({ data, order = 1 }: NotFoundProps) {
  if (data === NOT_ALLOWED) return <NotAllowed order={order} />
  return (
    <PageFrame>
      <Stack align="flex-start" gap="md">
        <PageTitle>Not found</PageTitle>
        <Title order={order}>Page not found</Title>
        <Text c="dimmed" maw={480}>
          It may have been deleted, or it belongs to another workspace. If you followed a link, check that the
          link is complete.
        </Text>
        <ButtonLink to="/" variant="default">
          Go to the start page
        </ButtonLink>
      </Stack>
    </PageFrame>
  )
}
