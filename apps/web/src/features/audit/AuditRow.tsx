import { Badge, Group, Text } from '@mantine/core'
import type { AuditEntry } from '@stepkey/shared/audit'
import { IconKey, IconUser } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { TextLink } from '../../ui/layout/links.tsx'
import { Row } from '../../ui/layout/RowList.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { describeAction, describeDetails } from './actionLabels.ts'
import type { ActivitySearch } from './activitySearch.ts'

interface AuditRowProps {
  entry: AuditEntry
  /** The current filters; links of the row add to them. */
  search: ActivitySearch
}

/** Shows one audit entry. Its actor and its subject link to all entries with the same one. */
export function AuditRow({ entry, search }: AuditRowProps) {
  const { name, reason } = describeDetails(entry)
  const { actor, subjectId } = entry
  const ActorIcon = actor.kind === 'api_key' ? IconKey : IconUser
  const actorName = actor.name ?? 'A former member'
  const subject = name ? `“${name}”` : 'Show all entries for this'
  const linksToSubject = hasHistory(entry) && search.subject !== subjectId
  const details = [
    linksToSubject ? (
      <FilterLink key="subject" search={{ ...search, subject: subjectId }} title="Show all entries for this">
        {subject}
      </FilterLink>
    ) : (
      name && subject
    ),
    reason,
    entry.detail.requestId !== undefined && 'through a credential request',
    entry.detail.connectTokenId !== undefined && 'in an embedded picker',
    entry.detail.omitted !== undefined && `after ${entry.detail.omitted} similar refusals`,
    entry.address && `from ${entry.address}`,
  ].filter(Boolean)
  return (
    <Row
      actions={
        <Text size="sm" c="dimmed">
          <RelativeTime at={entry.at} />
        </Text>
      }
    >
      <Group gap={6}>
        <ActorIcon size={15} aria-hidden />
        <Text component="span" fw={600}>
          {search.actor === actor.id ? (
            actorName
          ) : (
            <FilterLink search={{ ...search, actor: actor.id }} title={`Show only entries of ${actorName}`}>
              {actorName}
            </FilterLink>
          )}
        </Text>
        <Text component="span">{describeAction(entry)}</Text>
        {entry.outcome === 'refused' && (
          <Badge color="amber" variant="light" size="sm">
            Refused
          </Badge>
        )}
      </Group>
      {details.length > 0 && (
        <Text size="sm" c="dimmed">
          {details.flatMap((part, index) => (index === 0 ? [part] : [' · ', part]))}
        </Text>
      )}
    </Row>
  )
}

/** Returns whether the subject can have other entries: it is a credential or a flow, and it was created. */
const hasHistory = ({ action, outcome }: AuditEntry) =>
  /^(?:credential|flow)\./.test(action) && !(action.endsWith('.created') && outcome === 'refused')

/** Links to this page with more filters. */
function FilterLink({
  search,
  title,
  children,
}: {
  search: ActivitySearch
  title: string
  children: ReactNode
}) {
  const workspace = useWorkspaceId()
  return (
    <TextLink
      to="/w/$workspace/activity"
      params={{ workspace }}
      search={search}
      title={title}
      inherit
      c="inherit"
      underline="hover"
    >
      {children}
    </TextLink>
  )
}
