import type { CatalogMethod, CatalogView, MethodRef } from '../catalog/catalog.ts'

/**
 * Returns the labels of the fields that the newest version of a component requires and the version of a credential does not
 * have; undefined if there are none. Only components of workspaces have versions.
 */
export async function newFieldsFor(
  { catalog, workspaceId }: CatalogView,
  row: MethodRef,
  own: CatalogMethod | undefined,
): Promise<string[] | undefined> {
  if (row.definition_id === null || !own) return undefined
  const newest = await catalog.findMethod(workspaceId, row.component_id, row.method_id)
  if (!newest || newest.component.definitionId === row.definition_id) return undefined
  const known = new Set(own.fields.map(({ name }) => name))
  const added = newest.fields.filter(({ name, required }) => required && !known.has(name))
  return added.length > 0 ? added.map(({ meta }) => meta.label) : undefined
}
