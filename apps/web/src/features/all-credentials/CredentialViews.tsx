import { IconLayoutGrid, IconTable } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import classes from './CredentialViews.module.css'

/** Links to the two views of the credentials: cards by component, and a table over all components. */
export function CredentialViews() {
  const params = { workspace: useWorkspaceId() }
  return (
    <nav aria-label="View" className={classes.views}>
      <Link
        to="/w/$workspace/credentials"
        params={params}
        activeOptions={{ exact: true, includeSearch: false }}
        className={classes.view}
      >
        <IconLayoutGrid size={16} aria-hidden />
        Cards
      </Link>
      <Link
        to="/w/$workspace/credentials/all"
        params={params}
        activeOptions={{ includeSearch: false }}
        className={classes.view}
      >
        <IconTable size={16} aria-hidden />
        Table
      </Link>
    </nav>
  )
}
