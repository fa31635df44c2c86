import type { OAuthApp } from '@stepkey/shared/oauth'
import { Fragment } from 'react'
import { TextLink } from '../../ui/layout/links.tsx'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'

/** Lists the credentials that were connected with an app, as one sentence part. */
export function Dependents({
  of: { componentId, credentials, hidden },
  limit = credentials.length,
}: {
  of: Pick<OAuthApp, 'componentId' | 'credentials' | 'hidden'>
  /** The maximum number of names to show. */
  limit?: number
}) {
  const workspace = useWorkspaceId()
  const more = Math.max(credentials.length - limit, 0) + hidden
  return (
    <>
      {credentials.slice(0, limit).map(({ id, name }, index) => (
        <Fragment key={id}>
          {index > 0 && ', '}
          <TextLink
            to="/w/$workspace/credentials/$component/$credential"
            params={{ workspace, component: componentId, credential: id }}
            inherit
          >
            <bdi>{name}</bdi>
          </TextLink>
        </Fragment>
      ))}
      {more > 0 && ` and ${more} more`}
    </>
  )
}
