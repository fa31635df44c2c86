import { isRecord } from '@stepkey/shared/schema'
import type { Deps } from '../context.ts'
import { findDefinition } from './component-table.ts'

/**
 * Returns the icon of a version of a workspace’s component, by the id of the version, or of a component that all workspaces share;
 * undefined if there is none.
 */
export async function findIcon(
  { db, catalog }: Pick<Deps, 'db' | 'catalog'>,
  id: string,
): Promise<string | undefined> {
  const shared = await catalog.find(null, id)
  if (shared) return shared.icon
  const definition = await findDefinition(db, id)
  const parsed: unknown = definition === undefined ? undefined : JSON.parse(definition)
  return isRecord(parsed) && typeof parsed.icon === 'string' ? parsed.icon : undefined
}
