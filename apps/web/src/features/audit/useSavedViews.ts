import { useLocalStorage } from '@mantine/hooks'
import { useAccount, useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { type ActivityView, parseViews } from './savedViews.ts'

/** Returns the views that the user has saved for this workspace in this browser, and a function that replaces them. */
export const useSavedViews = () =>
  useLocalStorage<ActivityView[]>({
    key: `stepkey-activity-views-${useAccount().id}-${useWorkspaceId()}`,
    defaultValue: [],
    getInitialValueInEffect: false,
    deserialize: parseViews,
  })
