import { Stack, Text, Title, type TitleOrder } from '@mantine/core'
import { ButtonLink } from '../ui/layout/links.tsx'
import { PageTitle } from '../ui/layout/PageTitle.tsx'
import { OUT_OF_REACH } from '../workspace/requireMay.ts'
import { NotAllowed } from './NotAllowed.tsx'

interface NotFoundProps {
  data?: unknown
  /** 2 on a page that has a title already. */
  order?: TitleOrder
}

/** Stands in place of what isn't there, as far as this person is concerned. */
export function NotFound({ data, order = 1 }: NotFoundProps) {
  if (data === OUT_OF_REACH) return <NotAllowed order={order} />
  return (
    <Stack align="flex-start" gap="md">
      <PageTitle>Not found</PageTitle>
      <Title order={order}>There is nothing here</Title>
      <Text c="dimmed" maw={480}>
        It may have been deleted, or it belongs to another workspace. If you followed a link, check that it is
        complete.
      </Text>
      <ButtonLink to="/" variant="default">
        Go to your credentials
      </ButtonLink>
    </Stack>
  )
}
