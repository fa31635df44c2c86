import type { OAuthApp } from '@stepkey/shared/oauth'
import { useState } from 'react'
import { RowList } from '../../ui/layout/RowList.tsx'
import { DeleteOAuthApp } from './DeleteOAuthApp.tsx'
import { EditOAuthApp } from './EditOAuthApp.tsx'
import { OAuthAppRow } from './OAuthAppRow.tsx'

/** Lists the OAuth apps of one component. `provider` is its title. */
export function OAuthAppList({ apps, provider }: { apps: readonly OAuthApp[]; provider: string }) {
  const [editing, setEditing] = useState<OAuthApp>()
  const [deleting, setDeleting] = useState<OAuthApp>()
  return (
    <>
      <RowList label={`OAuth apps for ${provider}`}>
        {apps.map((app) => (
          <OAuthAppRow
            key={app.id}
            app={app}
            onEdit={() => setEditing(app)}
            onDelete={() => setDeleting(app)}
          />
        ))}
      </RowList>
      {editing && <EditOAuthApp app={editing} provider={provider} onClose={() => setEditing(undefined)} />}
      {deleting && <DeleteOAuthApp app={deleting} onClose={() => setDeleting(undefined)} />}
    </>
  )
}
