import { type Component, needsApp } from '@stepkey/shared/component'
import type { WorkspaceContext } from '../context.ts'
import { findApps } from './store.ts'

/**
 * Returns why a person without an account can't create a credential of a component; undefined if they can. All methods
 * may need an OAuth app, which only members of the workspace can add.
 * @param methodIds the methods that the person may use; all unless given
 */
export async function findConsentObstacle(
  { db, workspaceId }: Pick<WorkspaceContext, 'db' | 'workspaceId'>,
  { id, title, methods }: Component,
  methodIds?: readonly string[],
): Promise<string | undefined> {
  const offered = Object.entries(methods).filter(([methodId, { retired }]) =>
    methodIds ? methodIds.includes(methodId) : !retired,
  )
  if (offered.some(([, method]) => !needsApp(method))) return undefined
  if ((await findApps(db, workspaceId, id)).length > 0) return undefined
  return `${title} is connected through an OAuth app, and there is none yet. Add one in Stepkey, on the page of ${title}.`
}
