import type { OAuthApp } from '@stepkey/shared/oauth'
import { useState } from 'react'
import { RowList } from '../../ui/layout/RowList.tsx'
import { DeleteOAuthApp } from './DeleteOAuthApp.tsx'
import { EditOAuthApp } from './EditOAuthApp.tsx'
import { OAuthAppRow } from './OAuthAppRow.tsx'

/** Lists the OAuth apps of one component. */
export function OAuthAppList({ apps, label }: { apps: readonly OAuthApp[]; label: string }) {
  const [editing, setEditing] = useState<OAuthApp>()
  const [deleting, setDeleting] = useState<OAuthApp>()
  return (
    <>
      <RowList label={label}>
        {apps.map((app) => (
          <OAuthAppRow
            key={app.id}
            app={app}
            onEdit={() => setEditing(app)}
            onDelete={() => setDeleting(app)}
          />
        ))}
      </RowList>
      {editing && <EditOAuthApp app={editing} onClose={() => setEditing(undefined)} />}
      {deleting && <DeleteOAuthApp app={deleting} onClose={() => setDeleting(undefined)} />}
    </>
  )
}
