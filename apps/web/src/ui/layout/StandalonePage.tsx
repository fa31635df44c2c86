import { Container } from '@mantine/core'
import type { ReactNode } from 'react'

/** A page without the shell, for when there is no workspace to show around it. */
export function StandalonePage({ children }: { children: ReactNode }) {
  return (
    <Container component="main" size="xs" py={{ base: 'xl', sm: 72 }}>
      {children}
    </Container>
  )
}
