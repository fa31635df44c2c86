import { Paper, Stack, Text, Title } from '@mantine/core'
import { useMay } from '../access.ts'
import { useWorkspaceId } from '../place.ts'
import { ButtonLink } from '../ui/links.tsx'

/** What a workspace without flows shows. */
export function FirstFlow() {
  const workspace = useWorkspaceId()
  const mayBuild = useMay('flows')
  return (
    <Paper withBorder radius="lg" p={{ base: 'lg', sm: 32 }}>
      <Stack gap="lg" align="flex-start">
        <Stack gap={6}>
          <Title order={2}>No flows yet</Title>
          <Text c="dimmed" maw={560}>
            A flow moves data between applications, step by step, and each step gets in with one of your
            credentials.
            {!mayBuild && ' Your role lets you look at flows, not create them.'}
          </Text>
        </Stack>
        {mayBuild && (
          <ButtonLink to="/w/$workspace/flows/$flow" params={{ workspace, flow: 'new' }}>
            Create New Flow
          </ButtonLink>
        )}
      </Stack>
    </Paper>
  )
}
