import { Container } from '@mantine/core'
import type { ReactNode } from 'react'

/** Frames a page without the shell, where there is no workspace. */
export function StandalonePage({ children }: { children: ReactNode }) {
  return (
    <Container component="main" size="xs" py={{ base: 'xl', sm: 72 }}>
      {children}
    </Container>
  )
}
