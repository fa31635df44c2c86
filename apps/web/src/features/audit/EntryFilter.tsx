import { ActionIcon, Menu } from '@mantine/core'
import type { AuditEntry } from '@stepkey/shared/audit'
import { IconFilter } from '@tabler/icons-react'
import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'
import { isolated } from '../../ui/text/isolated.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import type { ActivitySearch } from './activitySearch.ts'
import { actionTitle, actorName, auditSentence, sentenceText, subjectTitle } from './auditSentence.ts'
import type { AuditNames } from './useAuditNames.ts'

const MenuLink = createLink((props: Omit<ComponentProps<'a'>, 'color'>) => (
  <Menu.Item component="a" {...props} />
))

interface EntryFilterProps {
  entry: AuditEntry
  names: AuditNames
  /** The current filters; the links add to them. */
  search: ActivitySearch
}

/** Links to the entries with the same actor, subject or action as an entry. */
export function EntryFilter({ entry, names, search }: EntryFilterProps) {
  const { actor, action, subjectId } = entry
  const title = subjectTitle(entry, names)
  const filters = [
    { label: `Only by ${isolated(actorName(entry))}`, add: { actor: actor.id } },
    ...(title && hasHistory(entry) ? [{ label: `Only about ${title}`, add: { subject: subjectId } }] : []),
    { label: `Only “${actionTitle(action)}”`, add: { action } },
  ].filter(({ add }) =>
    Object.entries(add).some(([name, value]) => search[name as keyof ActivitySearch] !== value),
  )
  const workspace = useWorkspaceId()
  if (filters.length === 0) return null
  const sentence = `${isolated(actorName(entry))} ${sentenceText(auditSentence(entry, { names }))}`
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Show similar entries: ${sentence}`}>
          <IconFilter size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {filters.map(({ label, add }) => (
          <MenuLink
            key={label}
            to="/w/$workspace/activity"
            params={{ workspace }}
            search={{ ...search, ...add }}
          >
            {label}
          </MenuLink>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Returns whether the subject can have other entries: it was created, and is not the name of a procedure. */
const hasHistory = ({ action, outcome }: AuditEntry) =>
  !(action.endsWith('.created') && outcome === 'refused') && action !== 'access.asked'
