import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import type { Api } from '../../api/api.ts'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import { defaultName } from './defaultName.ts'

interface NamedComponent {
  id: string
  title: string
}

/** Query options for the names that the default name of a new credential could clash with. */
export const takenNames = (trpc: Api['trpc'], componentId: string, name: string) =>
  trpc.credentials.list.queryOptions({ componentId, search: name, limit: 200 })

interface SuggestedNameOptions {
  /** A name that the caller suggests. */
  given: string | undefined
  /** The credential is being saved: the suggestion must not change any more. */
  isSaving: boolean
}

/** Returns a name for a new credential that is not taken yet. */
export function useSuggestedName(
  component: NamedComponent,
  { given, isSaving }: SuggestedNameOptions,
): string {
  const t = useTranslations('form')
  const name = t('defaultName', { component: component.title })
  const { trpc } = useApi()
  const mayRead = useMay('read')
  const { data } = useQuery({
    ...takenNames(trpc, component.id, name),
    enabled: mayRead && given === undefined && !isSaving,
  })
  return given ?? defaultName(name, data?.items.map(({ name }) => name) ?? [])
}
