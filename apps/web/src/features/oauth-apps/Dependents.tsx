import type { OAuthApp } from '@stepkey/shared/oauth'
import { Fragment } from 'react'
import { TextLink } from '../../ui/layout/links.tsx'
import { useMay } from '../../workspace/access.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'

/** The credentials that were connected through an app, as one text. */
export function Dependents({
  of: { componentId, credentials, hidden },
  most = credentials.length,
}: {
  of: Pick<OAuthApp, 'componentId' | 'credentials' | 'hidden'>
  /** How many are named. */
  most?: number
}) {
  const workspace = useWorkspaceId()
  const mayWrite = useMay('write')
  const more = Math.max(credentials.length - most, 0) + hidden
  return (
    <>
      {credentials.slice(0, most).map(({ id, name }, index) => (
        <Fragment key={id}>
          {index > 0 && ', '}
          {mayWrite ? (
            <TextLink
              to="/w/$workspace/credentials/$component/$credential"
              params={{ workspace, component: componentId, credential: id }}
              inherit
            >
              {name}
            </TextLink>
          ) : (
            name
          )}
        </Fragment>
      ))}
      {more > 0 && ` and ${more} more`}
    </>
  )
}
