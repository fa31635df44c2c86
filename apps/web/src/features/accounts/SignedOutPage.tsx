import { Container, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Logo } from '../../ui/layout/Logo.tsx'
import { PageTitle } from '../../ui/layout/PageTitle.tsx'

interface EntryPageProps {
  title: string
  lead: string
  children: ReactNode
  /** The way to the other entry page. */
  aside?: ReactNode
  /** In pixels; a form of many fields wants more than the usual. */
  width?: number
}

/** The pages before one is in. */
export function SignedOutPage({ title, lead, children, aside, width = 460 }: EntryPageProps) {
  return (
    <Container component="main" size={width} py={{ base: 'xl', sm: 72 }}>
      <PageTitle>{title}</PageTitle>
      <Stack gap="xl">
        <Stack gap="md">
          <Logo size={44} />
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
