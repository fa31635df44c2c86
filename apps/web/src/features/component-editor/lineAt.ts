import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser'

/** Returns the number of the line at which the value of a JSON pointer begins, or that of the closest value around it. */
export function lineAt(text: string, pointer: string): number {
  const root = parseTree(text)
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  let found: Node | undefined = root
  for (const part of path) {
    const inner: Node | undefined =
      found && findNodeAtLocation(found, [found.type === 'array' ? Number(part) : part])
    if (!inner) break
    found = inner
  }
  return text.slice(0, found?.offset ?? 0).split('\n').length
}
