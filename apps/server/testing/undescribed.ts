import { isRecord } from '@stepkey/shared/schema'

/**
 * Returns the places of the members and parameters without a description in JSON Schemas. A reference has the description
 * of its target.
 */
export function findUndescribed(node: unknown, at = '#'): string[] {
  if (Array.isArray(node)) return node.flatMap((item, index) => findUndescribed(item, `${at}/${index}`))
  if (!isRecord(node)) return []
  const isLeaf = (value: unknown) => isRecord(value) && !('$ref' in value) && value.description === undefined
  const members = isRecord(node.properties) && node.type === 'object' ? Object.entries(node.properties) : []
  const missing = [
    ...members.filter(([, member]) => isLeaf(member)).map(([name]) => `${at}/${name}`),
    ...('in' in node && 'name' in node && isRecord(node.schema) && !node.description && isLeaf(node.schema)
      ? [at]
      : []),
  ]
  return [
    ...missing,
    ...Object.entries(node)
      .filter(([name]) => name !== 'examples' && name !== 'example')
      .flatMap(([name, value]) => findUndescribed(value, `${at}/${name}`)),
  ]
}
