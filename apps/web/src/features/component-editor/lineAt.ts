/**
 * Returns the number of the line at which the value of a JSON pointer begins, or that of the closest value around it. The text
 * must be valid JSON.
 */
export function lineAt(text: string, pointer: string): number {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  let position = 0
  /** How many parts of the path the position is below. */
  let depth = 0
  const stack: { key: string | number; isList: boolean; isOnPath: boolean }[] = []
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"\s*:?|[{}[\],]/g)) {
    const top = stack.at(-1)
    if (token === '{' || token === '[') {
      const isOnPath =
        stack.length === 0 || (top?.isOnPath === true && String(top.key) === path[stack.length - 1])
      if (isOnPath && stack.length > 0 && stack.length > depth) [position, depth] = [index, stack.length]
      stack.push({ key: token === '[' ? 0 : '', isList: token === '[', isOnPath })
    } else if (token === '}' || token === ']') stack.pop()
    else if (token === ',') {
      if (top?.isList) top.key = Number(top.key) + 1
    } else if (token.endsWith(':') && top && !top.isList) {
      top.key = JSON.parse(token.slice(0, -1))
      const isNext = top.isOnPath && top.key === path[stack.length - 1]
      if (isNext && stack.length > depth) [position, depth] = [index, stack.length]
    }
  }
  return text.slice(0, position).split('\n').length
}
