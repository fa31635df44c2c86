import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import { skipToken, useQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { FlowEditor } from '../features/flows/FlowEditor.tsx'
import { FlowView } from '../features/flows/FlowView.tsx'
import { draftWith } from '../features/flows/flowDraft.ts'
import { NotFound } from '../shell/NotFound.tsx'
import { useMay } from '../workspace/access.ts'
import { requireMay } from '../workspace/requireMay.ts'
import { useApi } from '../workspace/useApi.ts'

/** Replaces the id in the URL of a new flow. */
const NEW = 'new'

export const Route = createFileRoute('/w/$workspace/flows/$flow')({
  // An edit must start from the current version, not from a cached one.
  gcTime: 0,
  validateSearch: ({ credential }: Record<string, unknown>): { credential?: string } =>
    typeof credential === 'string' ? { credential } : {},
  loaderDeps: ({ search: { credential } }) => ({ credential }),
  loader: async ({
    context: { queryClient, api, workspace },
    params: { flow: flowId },
    deps: { credential },
  }) => {
    if (flowId === NEW) requireMay(workspace, 'flows')
    const [components, chosen] = await Promise.all([
      queryClient.ensureQueryData(api.trpc.components.list.queryOptions({})),
      credential && queryClient.fetchQuery(api.trpc.credentials.list.queryOptions({ ids: [credential] })),
      flowId !== NEW &&
        queryClient.fetchQuery({ ...api.trpc.flows.get.queryOptions({ flowId }), staleTime: 0 }),
    ])
    const [first] = chosen ? chosen.items : []
    return { newDraft: first && draftWith(first, components) }
  },
  notFoundComponent: NotFound,
  component: FlowPage,
  pendingComponent: () => (
    <>
      <VisuallyHidden component="h1">Flow</VisuallyHidden>
      <Stack gap="xl" maw={820} aria-hidden>
        <Skeleton height={48} radius="md" />
        <Stack gap="xl" pl={48}>
          <Skeleton height={170} radius="lg" />
          <Skeleton height={170} radius="lg" />
        </Stack>
      </Stack>
    </>
  ),
})

function FlowPage() {
  const { flow: flowId, workspace } = Route.useParams()
  const { newDraft } = Route.useLoaderData()
  const navigate = Route.useNavigate()
  const { trpc } = useApi()
  // The first save changes the URL to the id of the flow; the editor must keep its state.
  const [createdHere, setCreatedHere] = useState<string>()
  const { data: stored } = useQuery(trpc.flows.get.queryOptions(flowId === NEW ? skipToken : { flowId }))
  if (!useMay('flows')) return stored && <FlowView flow={stored} />
  return (
    <FlowEditor
      key={flowId === createdHere ? NEW : flowId}
      stored={stored}
      newDraft={newDraft}
      onFirstSaved={({ id }) => {
        setCreatedHere(id)
        void navigate({
          to: '/w/$workspace/flows/$flow',
          params: { workspace, flow: id },
          replace: true,
          ignoreBlocker: true,
          resetScroll: false,
        })
      }}
      onDeleted={() => navigate({ to: '/w/$workspace/flows', params: { workspace }, ignoreBlocker: true })}
    />
  )
}
