import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { EmbedDialog } from '../features/embed-settings/EmbedDialog.tsx'
import { EmbedInstructions } from '../features/embed-settings/EmbedInstructions.tsx'
import { EmbedList } from '../features/embed-settings/EmbedList.tsx'
import { NotFound } from '../shell/NotFound.tsx'
import { PageError } from '../shell/PageError.tsx'
import { EmptyBox } from '../ui/layout/EmptyBox.tsx'
import { PageTitle } from '../ui/layout/PageTitle.tsx'
import { RowListSkeleton } from '../ui/layout/RowList.tsx'
import { Section } from '../ui/layout/Section.tsx'
import { requireMay } from '../workspace/requireMay.ts'
import { useApi } from '../workspace/useApi.ts'

export const Route = createFileRoute('/w/$workspace/settings/embedding/')({
  loader: ({ context: { queryClient, api, workspace } }) => {
    requireMay(workspace, 'keys')
    return queryClient.ensureQueryData(api.trpc.embeds.list.queryOptions())
  },
  notFoundComponent: (props) => <NotFound {...props} order={2} />,
  errorComponent: ({ error }) => <PageError error={error} order={2} />,
  component: EmbeddingPage,
  pendingComponent: () => <RowListSkeleton />,
})

function EmbeddingPage() {
  const { trpc } = useApi()
  const { data: embeds } = useSuspenseQuery(trpc.embeds.list.queryOptions())
  const [isAdding, { open, close }] = useDisclosure()
  return (
    <>
      <PageTitle>Embedding</PageTitle>
      {embeds.length === 0 ? (
        <EmptyBox
          title="Show the picker in your own flow builder"
          action={<Button onClick={open}>Add origin</Button>}
        >
          Your users choose or create credentials on your page, without a Stepkey account. The frame sends
          secrets directly to Stepkey; your page never sees them. Start by adding the origin of your pages.
        </EmptyBox>
      ) : (
        <Section
          title="Embedding"
          lead="Only pages of these origins can show the credential picker."
          actions={
            <Button onClick={open} leftSection={<IconPlus size={16} aria-hidden />}>
              Add origin
            </Button>
          }
        >
          <EmbedList embeds={embeds} />
        </Section>
      )}
      <EmbedInstructions embed={embeds[0]} />
      {isAdding && <EmbedDialog onClose={close} />}
    </>
  )
}
