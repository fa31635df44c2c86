import { Badge, Group, Text } from '@mantine/core'
import type { AuditEntry } from '@stepkey/shared/audit'
import { IconFilter, IconKey, IconUser } from '@tabler/icons-react'
import { Fragment, type ReactNode } from 'react'
import { TextLink } from '../../ui/layout/links.tsx'
import { Row } from '../../ui/layout/RowList.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import classes from './AuditRow.module.css'
import { describeAction, describeDetails } from './actionLabels.ts'
import type { ActivitySearch } from './activitySearch.ts'
import type { AuditNames } from './useAuditNames.ts'

interface AuditRowProps {
  entry: AuditEntry
  /** The current filters; links of the row add to them. */
  search: ActivitySearch
  names: AuditNames
}

/** Shows one audit entry. Its actor and its subject link to all entries with the same one. */
export function AuditRow({ entry, search, names }: AuditRowProps) {
  const { name = currentName(entry, names), reason } = describeDetails(entry)
  const { actor, subjectId } = entry
  const ActorIcon = actor.kind === 'api_key' ? IconKey : IconUser
  const actorName = actor.name ?? 'A former member'
  const subject = name ? `“${isolated(name)}”` : entry.subjectId
  const linksToSubject = hasHistory(entry) && search.subject !== subjectId
  const credential = names.credentials.get(subjectId)
  const filterLink = linksToSubject && (
    <FilterLink search={{ ...search, subject: subjectId }} title={`Show all entries for ${subject}`}>
      {credential ? <IconFilter size={14} aria-label={`Show all entries for ${subject}`} /> : subject}
    </FilterLink>
  )
  const subjectLink =
    credential && linksToSubject ? (
      <Fragment key="subject">
        <CredentialLink id={subjectId} componentId={credential.componentId}>
          {subject}
        </CredentialLink>{' '}
        {filterLink}
      </Fragment>
    ) : (
      filterLink || (name && subject)
    )
  const isIssue = entry.action === 'credential.issued'
  const details = [
    !isIssue && subjectLink,
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
              <bdi>{actorName}</bdi>
            </FilterLink>
          )}
        </Text>
        <Text component="span">
          {isIssue ? (
            <IssueSentence entry={entry} names={names} credential={subjectLink ?? subject} />
          ) : (
            describeAction(entry)
          )}
        </Text>
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

/** Links to the page of a credential. */
function CredentialLink({
  id,
  componentId,
  children,
}: {
  id: string
  componentId: string
  children: ReactNode
}) {
  const workspace = useWorkspaceId()
  return (
    <TextLink
      to="/w/$workspace/credentials/$component/$credential"
      params={{ workspace, component: componentId, credential: id }}
      className={classes.link}
      inherit
      c="inherit"
      underline="hover"
    >
      {children}
    </TextLink>
  )
}

/** Returns the current name of the credential or flow that an entry concerns. */
const currentName = ({ subjectId }: AuditEntry, { credentials, flows }: AuditNames) =>
  credentials.get(subjectId)?.name ?? flows.get(subjectId)?.name

interface IssueSentenceProps {
  entry: AuditEntry
  names: AuditNames
  credential: ReactNode
}

/** Names the credential, the step and the flow: got “Tracking service” for step “Write 2” of “Orders 1”. */
function IssueSentence({ entry: { outcome, detail }, names, credential }: IssueSentenceProps) {
  const workspace = useWorkspaceId()
  const { flowId, stepId } = detail
  const flow = names.flows.get(String(flowId))
  const step = flow?.steps.find(({ id }) => id === stepId)?.name
  return (
    <>
      {outcome === 'done' ? 'got' : 'did not get'} {credential} for step{' '}
      {step ? `“${isolated(step)}”` : String(stepId)} of{' '}
      {flow ? (
        <TextLink
          to="/w/$workspace/flows/$flow"
          params={{ workspace, flow: String(flowId) }}
          className={classes.link}
          inherit
          c="inherit"
          underline="hover"
        >
          “<bdi>{flow.name}</bdi>”
        </TextLink>
      ) : (
        String(flowId)
      )}
    </>
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
      className={classes.link}
      inherit
      c="inherit"
      underline="hover"
    >
      {children}
    </TextLink>
  )
}
