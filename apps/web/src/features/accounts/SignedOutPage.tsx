import { Container, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { BrandMark } from '../../ui/layout/BrandMark.tsx'
import { PageTitle } from '../../ui/layout/PageTitle.tsx'

interface SignedOutPageProps {
  title: string
  lead: string
  children: ReactNode
  /** The link to the other page, for example from sign-in to sign-up. */
  aside?: ReactNode
  /** In pixels; forms with many fields need more than the default. */
  width?: number
}

/** Frames the pages that need no session: sign-in, sign-up, invitations, credential requests. */
export function SignedOutPage({ title, lead, children, aside, width = 460 }: SignedOutPageProps) {
  return (
    <Container component="main" size={width} py={{ base: 'xl', sm: 72 }}>
      <PageTitle>{title}</PageTitle>
      <Stack gap="xl">
        <Stack gap="md">
          <BrandMark />
          <Stack gap={6}>
            <Title order={1}>{title}</Title>
            <Text c="dimmed">{lead}</Text>
          </Stack>
        </Stack>
        <Paper withBorder radius="lg" p={{ base: 'lg', sm: 'xl' }}>
          {children}
        </Paper>
        {aside && <Text size="sm">{aside}</Text>}
      </Stack>
    </Container>
  )
}
