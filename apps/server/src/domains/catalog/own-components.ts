import { checkDefinition } from '@stepkey/shared/definitions/check-definition'
import type { Db } from '../../platform/database/database.ts'
import type { ComponentVersionRow } from '../../platform/database/tables.ts'
import type { CatalogComponent } from './catalog.ts'
import { findPublished, findPublishedOf, findVersions } from './component-table.ts'

/** How many versions are kept in memory. Published versions never change, so they can stay. */
const CACHED = 1000

/** Finds the published components of workspaces. */
export interface OwnComponents {
  /** Returns the newest versions, archived ones included, by id. */
  list(workspaceId: string): Promise<CatalogComponent[]>
  /** Returns the newest version of a component, also of an archived one. */
  findNewest(workspaceId: string, componentId: string): Promise<CatalogComponent | undefined>
  /** Returns a version by the id of its row. */
  findVersion(workspaceId: string, definitionId: string): Promise<CatalogComponent | undefined>
}

/** Returns the components that workspaces have published in a database. */
export function createOwnComponents(db: Db): OwnComponents {
  const cache = new Map<string, { workspaceId: string; component: CatalogComponent | undefined }>()

  /** Returns versions in the given order; those that are gone or can't be used are left out. */
  async function load(workspaceId: string, ids: readonly string[]): Promise<CatalogComponent[]> {
    const missing = ids.filter((id) => cache.get(id)?.workspaceId !== workspaceId)
    const loaded = new Map<string, CatalogComponent | undefined>()
    for (const row of await findVersions(db, workspaceId, missing)) {
      const component = toComponent(row)
      loaded.set(row.id, component)
      if (row.published_at === null) continue
      if (cache.size >= CACHED) cache.delete(cache.keys().next().value ?? '')
      cache.set(row.id, { workspaceId, component })
    }
    return ids.flatMap((id) => loaded.get(id) ?? ofWorkspace(id, workspaceId) ?? [])
  }

  function ofWorkspace(id: string, workspaceId: string): CatalogComponent | undefined {
    const cached = cache.get(id)
    return cached?.workspaceId === workspaceId ? cached.component : undefined
  }

  return {
    async list(workspaceId) {
      const rows = await findPublished(db, workspaceId)
      const archived = new Set(rows.filter(({ archived_at }) => archived_at).map(({ id }) => id))
      const components = await load(
        workspaceId,
        rows.map(({ id }) => id),
      )
      return components.map((component) =>
        archived.has(component.definitionId ?? '') ? { ...component, isArchived: true } : component,
      )
    },
    async findNewest(workspaceId, componentId) {
      if (!componentId.startsWith('custom:')) return undefined
      const row = await findPublishedOf(db, workspaceId, componentId)
      const [component] = row ? await load(workspaceId, [row.id]) : []
      return component && row?.archived_at ? { ...component, isArchived: true } : component
    },
    async findVersion(workspaceId, definitionId) {
      const [component] = await load(workspaceId, [definitionId])
      return component
    },
  }
}

/** Returns the component of a version; undefined if its definition does not satisfy today's rules. */
function toComponent(row: Pick<ComponentVersionRow, 'id' | 'component_id' | 'version' | 'definition'>) {
  const raw: unknown = JSON.parse(row.definition)
  const { component } = checkDefinition({ ...(raw as object), id: row.component_id, version: row.version })
  return component && ({ ...component, source: 'workspace', definitionId: row.id } satisfies CatalogComponent)
}
