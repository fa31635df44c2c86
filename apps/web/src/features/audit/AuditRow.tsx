import { Badge, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { AuditEntry } from '@stepkey/shared/audit'
import { IconChevronDown, IconChevronUp, IconKey, IconUser } from '@tabler/icons-react'
import { useId } from 'react'
import { Row } from '../../ui/layout/RowList.tsx'
import { formatExactTime, formatPeriod } from '../../ui/time/format.ts'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import classes from './AuditRow.module.css'
import type { ActivitySearch } from './activitySearch.ts'
import { actorName, auditSentence } from './auditSentence.ts'
import { EntryFilter } from './EntryFilter.tsx'
import { type AuditGroup, timesIn } from './groupEntries.ts'
import { SentenceParts } from './SentenceParts.tsx'
import type { AuditNames } from './useAuditNames.ts'

interface AuditRowProps {
  group: AuditGroup
  names: AuditNames
  /** The current filters, to which the row can add its actor, subject and action. Without them, it can’t. */
  search?: ActivitySearch
  /** The object whose page shows the row. */
  pageOf?: string
}

/** Shows an audit entry as a sentence, or several entries with the same sentence, which can be opened. */
export function AuditRow({ group, names, search, pageOf }: AuditRowProps) {
  const { newest, oldest, entries } = group
  const [isOpen, { toggle }] = useDisclosure()
  const listId = useId()
  const isGroup = entries.length > 1
  const parts = auditSentence(newest, { names, pageOf })
  const ActorIcon = newest.actor.kind === 'api_key' ? IconKey : IconUser
  const details = [
    isGroup && formatPeriod(oldest.at, newest.at),
    ...describeOrigin(newest, { address: entries.every(({ address }) => address === newest.address) }),
  ].filter(Boolean)
  return (
    <Row>
      <div className={classes.row}>
        <Text component="div" className={classes.sentence}>
          <ActorIcon size={15} aria-hidden className={classes.icon} />{' '}
          <Text component="bdi" fw={600} inherit>
            {actorName(newest)}
          </Text>{' '}
          <SentenceParts parts={parts} />
          {isGroup && <strong>{` ${timesIn(group).toLocaleString('en-GB')} times`}</strong>}
          {newest.outcome === 'refused' && (
            <>
              {' '}
              <Badge color="amber" variant="light" size="sm" className={classes.badge}>
                Refused
              </Badge>
            </>
          )}
        </Text>
        {details.length > 0 && (
          <Group gap="xs" className={classes.details}>
            <Text size="sm" c="dimmed">
              {details.join(' · ')}
            </Text>
            {isGroup && (
              <Button
                variant="subtle"
                size="compact-xs"
                h={24}
                rightSection={
                  isOpen ? <IconChevronUp size={14} aria-hidden /> : <IconChevronDown size={14} aria-hidden />
                }
                aria-expanded={isOpen}
                aria-controls={isOpen ? listId : undefined}
                onClick={toggle}
              >
                {isOpen ? 'Hide entries' : `Show ${entries.length} entries`}
              </Button>
            )}
          </Group>
        )}
        <Group gap="xs" className={classes.meta}>
          <Text size="sm" c="dimmed">
            <RelativeTime at={newest.at} />
          </Text>
          {search && <EntryFilter entry={newest} names={names} search={search} />}
        </Group>
        {isOpen && (
          <ul id={listId} className={classes.entries} aria-label="Entries">
            {entries.map((entry) => (
              <li key={entry.seq}>
                {[
                  <time key="time" dateTime={entry.at}>
                    {formatExactTime(entry.at)}
                  </time>,
                  ...describeOrigin(entry, { address: true }),
                ].flatMap((part, index) => (index === 0 ? [part] : [' · ', part]))}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Row>
  )
}

/** Returns through what a request came and from where, and how many refusals an entry stands for. */
function describeOrigin({ detail, address }: AuditEntry, shown: { address: boolean }): string[] {
  return [
    detail.requestId !== undefined ? 'through a credential request' : '',
    detail.connectTokenId !== undefined ? 'in an embedded picker' : '',
    detail.omitted !== undefined ? `after ${detail.omitted} similar refusals` : '',
    shown.address && address ? `from ${address}` : '',
  ].filter(Boolean)
}
