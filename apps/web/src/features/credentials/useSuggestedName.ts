import { useQuery } from '@tanstack/react-query'
import type { Api } from '../../api/api.ts'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import { defaultName } from './defaultName.ts'

interface Named {
  id: string
  title: string
}

/** The names that a new credential of a component could clash with. */
export const takenNames = (trpc: Api['trpc'], { id, title }: Named) =>
  trpc.credentials.list.queryOptions({ componentId: id, search: defaultName(title, []), limit: 200 })

interface SuggestedName {
  /** The caller's own idea. */
  given: string | undefined
  /** The credential is being saved: that must not change what is offered for it. */
  settled: boolean
}

/** A name that isn't taken yet. */
export function useSuggestedName(component: Named, { given, settled }: SuggestedName): string {
  const { trpc } = useApi()
  const mayRead = useMay('read')
  const { data } = useQuery({
    ...takenNames(trpc, component),
    enabled: mayRead && given === undefined && !settled,
  })
  return given ?? defaultName(component.title, data?.items.map(({ name }) => name) ?? [])
}
