/** Texts of documents are untrusted: they become plain text of limited length, or literal parts of templates. */

/**
 * Returns a text of a document as one line of plain text: without tags, control characters and unpaired surrogates, and
 * not longer than `limit` UTF-16 code units.
 */
export function plainText(value: unknown, limit: number): string {
  if (typeof value !== 'string' && typeof value !== 'number') return ''
  // What is cut off is never looked at. Tags and spaces can make the text shorter, so that more than the limit is needed.
  const start = String(value).slice(0, limit * 8)
  const words = withoutTags(start.toWellFormed())
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/gu, ' ')
    .split(/\s/)
    .filter((word) => word !== '')
    .join(' ')
  return cut(words, limit)
}

/** Cuts a text, and marks that with an ellipsis. Never splits a surrogate pair. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  const kept = text.slice(0, limit - 1)
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`
}

/** Removes tags such as `<p>`. A “<” that begins no tag stays. */
function withoutTags(text: string): string {
  let result = ''
  let at = 0
  for (const { index } of text.matchAll(/<[a-z/!]/gi)) {
    if (index < at) continue
    const end = text.indexOf('>', index)
    if (end < 0) break
    result += `${text.slice(at, index)} `
    at = end + 1
  }
  return result + text.slice(at)
}

/** Returns the first sentence of a text, as plain text. */
export function firstSentence(value: unknown, limit: number): string {
  const text = plainText(value, 2000)
  const end = /[.!?](?= )/.exec(text)
  return plainText(end ? text.slice(0, end.index + 1) : text, limit)
}

/** Returns a text of several words as a label: `api_key` becomes “Api key”, and `X-API-Key` stays. */
export function labelOf(name: string): string {
  const text = plainText(name, 200)
  if (/[- ]/.test(text)) return text
  const words = text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[_. ]/)
    .filter((word) => word !== '')
    .map((word) => (/^[A-Z][a-z]/.test(word) ? word.toLowerCase() : word))
  const label = words.join(' ')
  return label.charAt(0).toUpperCase() + label.slice(1)
}

/** Returns whether a text can be part of a template without being taken for a placeholder. */
export const isLiteral = (text: string): boolean => !text.includes('{{')

/**
 * Returns a text as the literal part of a path or query, with everything encoded that could end it, or that templates
 * read.
 */
export const literalPath = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^!$&'()*+,\-./0-9:;=@A-Z_a-z~%?]/g, (character) =>
      character.length === 1 && character.charCodeAt(0) < 128
        ? `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
        : character,
    )
    .replace(/[^\0-\x7f]+/g, (characters) => encodeURIComponent(characters))

/** Returns a text as the literal value of a query parameter. */
export const literalQueryValue = (text: string): string => encodeURIComponent(text.toWellFormed())

/** Returns an absolute http(s) URL without user and fragment, or undefined. */
export function httpUrl(value: unknown): URL | undefined {
  if (typeof value !== 'string' || value.length > 2000 || !/^https?:\/\//i.test(value.trim()))
    return undefined
  try {
    const url = new URL(value.trim())
    url.username = ''
    url.password = ''
    url.hash = ''
    return url.hostname === '' ? undefined : url
  } catch {
    return undefined
  }
}

/** Returns a URL as the literal base URL of a template: without a slash at its end. */
export function baseUrlOf(url: URL): string {
  const path = literalPath(url.pathname).replaceAll('?', '%3F')
  return url.origin + (path.endsWith('/') ? path.slice(0, -1) : path)
}
