import { useQuery } from '@tanstack/react-query'
import { RowList } from '../../ui/layout/RowList.tsx'
import { Section } from '../../ui/layout/Section.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { RevocationRow } from './RevocationRow.tsx'

interface OpenRevocationsProps {
  /** The title of the section. */
  title: string
  /** Only those of this credential. */
  credentialId?: string
}

/** A section with the revocations that their providers have not confirmed; nothing if there are none. */
export function OpenRevocations({ title, credentialId }: OpenRevocationsProps) {
  const { trpc } = useApi()
  const { data: components } = useQuery(trpc.components.list.queryOptions({}))
  const { data } = useQuery(trpc.revocations.list.queryOptions())
  const revocations = data?.items.filter((item) => !credentialId || item.credentialId === credentialId) ?? []
  if (revocations.length === 0) return null
  return (
    <Section title={title}>
      <RowList label={title}>
        {revocations.map((revocation) => (
          <RevocationRow
            key={revocation.id}
            revocation={revocation}
            component={components?.find(({ id }) => id === revocation.componentId)}
          />
        ))}
      </RowList>
    </Section>
  )
}
