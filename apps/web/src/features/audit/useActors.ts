import { OPERATOR_ID, SERVER_ID, VISITOR_ID } from '@stepkey/shared/audit-actions'
import { useQuery } from '@tanstack/react-query'
import { isolated } from '../../ui/text/isolated.ts'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'

const others = [
  { value: OPERATOR_ID, label: 'Operator' },
  { value: SERVER_ID, label: 'Stepkey' },
  { value: VISITOR_ID, label: 'Not signed in' },
]

/** Returns the actors to filter by: members and API keys, as far as the role of the user may see them. */
export function useActors(): { group: string; items: { value: string; label: string }[] }[] {
  const { trpc } = useApi()
  const maySeePeople = useMay('people')
  const maySeeKeys = useMay('keys')
  const { data: members = [] } = useQuery(
    trpc.members.list.queryOptions(undefined, { enabled: maySeePeople }),
  )
  const { data: apiKeys = [] } = useQuery(trpc.apiKeys.list.queryOptions(undefined, { enabled: maySeeKeys }))
  const isAmbiguous = (name: string) => members.filter((member) => member.name === name).length > 1
  return [
    {
      group: 'People',
      items: members.map(({ accountId, name, email }) => ({
        value: accountId,
        label: isAmbiguous(name) ? `${isolated(name)} (${email})` : name,
      })),
    },
    {
      group: 'API keys',
      items: apiKeys.map(({ id, name, revokedAt }) => ({
        value: id,
        label: revokedAt === null ? name : `${isolated(name)} (revoked)`,
      })),
    },
    { group: 'Others', items: others },
  ].filter(({ items }) => items.length > 0)
}
