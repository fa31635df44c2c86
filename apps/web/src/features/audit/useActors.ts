import { OPERATOR_ID, SERVER_ID, VISITOR_ID } from '@stepkey/shared/audit-actions'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'

const others = [
  { value: OPERATOR_ID, label: 'The operator' },
  { value: SERVER_ID, label: 'Stepkey itself' },
  { value: VISITOR_ID, label: 'Not signed in' },
]

/** Everybody who may have done something here, to choose from, as far as one's role shows who there is. */
export function useActors(): { group: string; items: { value: string; label: string }[] }[] {
  const { trpc } = useApi()
  const maySeePeople = useMay('people')
  const maySeeKeys = useMay('keys')
  const { data: members = [] } = useQuery(
    trpc.members.list.queryOptions(undefined, { enabled: maySeePeople }),
  )
  const { data: apiKeys = [] } = useQuery(trpc.apiKeys.list.queryOptions(undefined, { enabled: maySeeKeys }))
  const isNamesake = (name: string) => members.filter((member) => member.name === name).length > 1
  return [
    {
      group: 'People',
      items: members.map(({ accountId, name, email }) => ({
        value: accountId,
        label: isNamesake(name) ? `${name} (${email})` : name,
      })),
    },
    {
      group: 'API keys',
      items: apiKeys.map(({ id, name, revokedAt }) => ({
        value: id,
        label: revokedAt === null ? name : `${name} (revoked)`,
      })),
    },
    { group: 'Others', items: others },
  ].filter(({ items }) => items.length > 0)
}
