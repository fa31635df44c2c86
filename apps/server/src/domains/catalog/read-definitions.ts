import { toDefinition } from '@stepkey/shared/definition'
import type { ComponentDefinition } from '@stepkey/shared/definition-schema'
import { checkDefinition } from '@stepkey/shared/definitions/check-definition'
import type { ComponentVersion, OwnComponent } from '@stepkey/shared/own-component'
import { isRecord } from '@stepkey/shared/schema'
import type { ComponentVersionRow } from '../../platform/database/tables.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import type { WorkspaceContext } from '../context.ts'
import { findComponent, findComponents, findNewestVersions, findVersionsOf } from './component-table.ts'
import { countingTrials } from './trial-record.ts'

type View = Pick<WorkspaceContext, 'db' | 'catalog' | 'workspaceId'>

/** Returns the components that the workspace owns, drafts and archived ones included. */
export async function listOwnComponents({ db, workspaceId }: View): Promise<{ items: OwnComponent[] }> {
  const components = await findComponents(db, workspaceId)
  const newest = new Map((await findNewestVersions(db, workspaceId)).map((row) => [row.component_id, row]))
  const items = components.flatMap(({ id, published_version, archived_at }) => {
    const row = newest.get(id)
    if (!row) return []
    const { title } = definitionIn(row)
    return {
      id,
      title: typeof title === 'string' && title.trim() !== '' ? title : id,
      publishedVersion: published_version,
      draftVersion: row.published_at === null ? row.version : null,
      archivedAt: archived_at,
      changedAt: row.published_at ?? row.updated_at,
      changedBy: row.published_by ?? row.updated_by,
    }
  })
  return { items }
}

/**
 * Returns a version of a component with its definition: of the workspace's own, of the operator's or a built-in one.
 * @throws DomainError not_found
 */
export async function getDefinition(
  ctx: View,
  { componentId, version }: { componentId: string; version?: number | 'draft' | undefined },
): Promise<ComponentVersion> {
  const { db, workspaceId } = ctx
  const component = await findComponent(db, workspaceId, componentId)
  if (!component) return await sharedDefinition(ctx, componentId, version)
  const rows = await findVersionsOf(db, workspaceId, componentId)
  const wanted = version ?? component.published_version ?? 'draft'
  const row = rows.find((row) => (wanted === 'draft' ? row.published_at === null : row.version === wanted))
  if (!row) throw notFound('version of this component')
  const definition = definitionIn(row)
  const { problems, component: checked } = checkDefinition(definition)
  return {
    componentId,
    version: row.version,
    state: stateOf(row),
    revision: row.revision,
    source: 'workspace',
    definition,
    problems,
    trials: checked ? withoutFingerprints(countingTrials(definition as ComponentDefinition, rows)) : {},
    untested: JSON.parse(row.untested),
    versions: rows.map((one) => ({
      version: one.version,
      state: stateOf(one),
      changedAt: one.published_at ?? one.updated_at,
      changedBy: one.published_by ?? one.updated_by,
    })),
    archivedAt: component.archived_at,
  }
}

async function sharedDefinition(
  { catalog }: View,
  componentId: string,
  version: number | 'draft' | undefined,
): Promise<ComponentVersion> {
  const component = await catalog.find(null, componentId)
  if (!component || (version !== undefined && version !== 1)) throw notFound('component')
  const { source, definitionId: _, ...data } = component
  return {
    componentId,
    version: 1,
    state: 'published',
    revision: 1,
    source,
    definition: toDefinition(data),
    problems: [],
    trials: {},
    untested: {},
    versions: [],
    archivedAt: null,
  }
}

/** Returns the definition of a version, with the id and the number that it has. */
export function definitionIn(
  row: Pick<ComponentVersionRow, 'definition' | 'component_id' | 'version'>,
): Record<string, unknown> {
  const stored: unknown = JSON.parse(row.definition)
  return { ...(isRecord(stored) && stored), id: row.component_id, version: row.version }
}

const stateOf = ({ published_at }: ComponentVersionRow) => (published_at === null ? 'draft' : 'published')

const withoutFingerprints = (trials: ReturnType<typeof countingTrials>) =>
  Object.fromEntries(
    Object.entries(trials).map(([methodId, { fingerprint: _, ...trial }]) => [methodId, trial]),
  )
