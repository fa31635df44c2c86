import type { OAuthApp, OAuthApps } from '@stepkey/shared/oauth'
import { useState } from 'react'
import { RowList } from '../../ui/layout/RowList.tsx'
import { DeleteOAuthApp } from './DeleteOAuthApp.tsx'
import { EditOAuthApp } from './EditOAuthApp.tsx'
import { OAuthAppRow } from './OAuthAppRow.tsx'

/** Lists the OAuth apps of one component. `provider` is its title. */
export function OAuthAppList({
  apps: { items, redirectUri },
  provider,
}: {
  apps: OAuthApps
  provider: string
}) {
  const [editing, setEditing] = useState<OAuthApp>()
  const [deleting, setDeleting] = useState<OAuthApp>()
  return (
    <>
      <RowList label={`OAuth apps for ${provider}`}>
        {items.map((app) => (
          <OAuthAppRow
            key={app.id}
            app={app}
            hasOwnRedirect={app.redirectUri !== redirectUri}
            onEdit={() => setEditing(app)}
            onDelete={() => setDeleting(app)}
          />
        ))}
      </RowList>
      {editing && (
        <EditOAuthApp
          app={editing}
          provider={provider}
          redirectUrl={redirectUri}
          onClose={() => setEditing(undefined)}
        />
      )}
      {deleting && <DeleteOAuthApp app={deleting} onClose={() => setDeleting(undefined)} />}
    </>
  )
}
