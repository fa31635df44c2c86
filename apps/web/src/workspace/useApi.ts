import { useWorkspaceScope } from './workspaceScope.ts'

/** Returns the API client of the workspace whose pages are shown. */
export const useApi = () => useWorkspaceScope().api
