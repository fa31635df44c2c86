import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { ViewTab, ViewTabs } from '../../ui/layout/ViewTabs.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import classes from './ActivityViews.module.css'
import { type ActivityView, fixedViews } from './savedViews.ts'

interface ActivityViewsProps {
  /** The views that the user has saved. */
  saved: readonly ActivityView[]
  onRemove(name: string): void
}

/** Links to the views of the audit log: the fixed ones, and those that the user has saved. */
export function ActivityViews({ saved, onRemove }: ActivityViewsProps) {
  const params = { workspace: useWorkspaceId() }
  const tab = ({ name, search }: ActivityView) => (
    <ViewTab
      to="/w/$workspace/activity"
      params={params}
      search={search}
      replace
      activeOptions={{ exact: true, includeSearch: true }}
    >
      <bdi>{name}</bdi>
    </ViewTab>
  )
  return (
    <ViewTabs>
      {fixedViews.map((view) => (
        <span key={view.name}>{tab(view)}</span>
      ))}
      {saved.map((view) => (
        <span key={`saved ${view.name}`} className={classes.saved}>
          {tab(view)}
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`Remove the view “${isolated(view.name)}”`}
            onClick={() => onRemove(view.name)}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </span>
      ))}
    </ViewTabs>
  )
}
