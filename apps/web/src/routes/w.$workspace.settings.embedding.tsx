import { Button, Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useApi } from '../api.ts'
import { EmbedDialog } from '../embeds/EmbedDialog.tsx'
import { EmbedList } from '../embeds/EmbedList.tsx'
import { HowToEmbed } from '../embeds/HowToEmbed.tsx'
import { requireMay } from '../requireMay.ts'
import { Section } from '../settings/Section.tsx'
import { NotFound } from '../ui/NotFound.tsx'
import { PageTitle } from '../ui/PageTitle.tsx'

export const Route = createFileRoute('/w/$workspace/settings/embedding')({
  loader: ({ context: { queryClient, api, workspace } }) => {
    requireMay(workspace, 'keys')
    return queryClient.ensureQueryData(api.trpc.embeds.list.queryOptions())
  },
  notFoundComponent: (props) => <NotFound {...props} order={2} />,
  component: EmbeddingPage,
  pendingComponent: () => <Skeleton height={240} radius="lg" />,
})

function EmbeddingPage() {
  const { trpc } = useApi()
  const { data: embeds } = useSuspenseQuery(trpc.embeds.list.queryOptions())
  const [isAdding, { open, close }] = useDisclosure()
  return (
    <>
      <PageTitle>Embedding</PageTitle>
      {embeds.length === 0 ? (
        <Paper withBorder radius="lg" p={{ base: 'lg', sm: 32 }}>
          <Stack gap="lg" align="flex-start">
            <Stack gap={6}>
              <Title order={2}>Show the picker in your own flow builder</Title>
              <Text c="dimmed" maw={560}>
                People choose a credential for a step, or make one, on your page, without leaving it and
                without an account here. Secrets go from the frame straight to Stepkey: your page never sees
                them. First say where your pages are.
              </Text>
            </Stack>
            <Button onClick={open}>Add a place</Button>
          </Stack>
        </Paper>
      ) : (
        <Section
          title="Embedding"
          lead="Pages of these origins may show the credential picker, and no others."
          actions={
            <Button onClick={open} leftSection={<IconPlus size={16} aria-hidden />}>
              Add a place
            </Button>
          }
        >
          <EmbedList embeds={embeds} />
        </Section>
      )}
      <HowToEmbed embed={embeds[0]} />
      {isAdding && <EmbedDialog onClose={close} />}
    </>
  )
}
