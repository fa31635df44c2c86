import { Badge, Group, Text } from '@mantine/core'
import type { AuditEntry } from '@stepkey/shared/audit'
import { IconKey, IconUser } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { TextLink } from '../../ui/layout/links.tsx'
import { Row } from '../../ui/layout/RowList.tsx'
import { Age } from '../../ui/time/Age.tsx'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { describeAction, describeDetails } from './actionLabels.ts'
import type { ActivitySearch } from './activitySearch.ts'

interface AuditRowProps {
  entry: AuditEntry
  /** What is looked for already. */
  search: ActivitySearch
}

/** One entry. Who did it and what it is about lead to everything else of that kind. */
export function AuditRow({ entry, search }: AuditRowProps) {
  const { name, because } = describeDetails(entry)
  const { actor, subjectId } = entry
  const ActorIcon = actor.kind === 'api_key' ? IconKey : IconUser
  const actorName = actor.name ?? 'Somebody who is gone'
  const subject = name ? `“${name}”` : 'Show all of this'
  const leadsOn = hasStory(entry) && search.subject !== subjectId
  const particularsShown = [
    leadsOn ? (
      <Narrowed key="subject" search={{ ...search, subject: subjectId }} title="Show all of this">
        {subject}
      </Narrowed>
    ) : (
      name && subject
    ),
    because,
    entry.detail.requestId !== undefined && 'by a link that somebody was sent',
    entry.detail.connectTokenId !== undefined && 'in an embedded picker',
    entry.address && `from ${entry.address}`,
  ].filter(Boolean)
  return (
    <Row
      actions={
        <Text size="sm" c="dimmed">
          <Age of={entry.at} />
        </Text>
      }
    >
      <Group gap={6}>
        <ActorIcon size={15} aria-hidden />
        <Text component="span" fw={600}>
          {search.actor === actor.id ? (
            actorName
          ) : (
            <Narrowed search={{ ...search, actor: actor.id }} title={`Show only what ${actorName} did`}>
              {actorName}
            </Narrowed>
          )}
        </Text>
        <Text component="span">{describeAction(entry)}</Text>
        {entry.outcome === 'refused' && (
          <Badge color="amber" variant="light" size="sm">
            Refused
          </Badge>
        )}
      </Group>
      {particularsShown.length > 0 && (
        <Text size="sm" c="dimmed">
          {particularsShown.flatMap((part, index) => (index === 0 ? [part] : [' · ', part]))}
        </Text>
      )}
    </Row>
  )
}

/** Credentials and flows have a story; what could not be created has none. */
const hasStory = ({ action, outcome }: AuditEntry) =>
  /^(?:credential|flow)\./.test(action) && !(action.endsWith('.created') && outcome === 'refused')

/** The same page, with less on it. */
function Narrowed({
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
