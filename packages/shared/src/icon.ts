/** The maximum length of an icon as a data URI, in UTF-16 code units: an image of 32 KiB. */
export const ICON_LIMIT = 44_000

/** An image that a definition contains. */
export interface IconImage {
  type: 'image/png' | 'image/svg+xml'
  /** The bytes, one per UTF-16 code unit. */
  bytes: string
}

/** Returns whether an icon is an image, not a name. */
export const isImage = (icon: string): boolean => icon.startsWith('data:')

/** Returns the image of an icon; undefined if it is a name, or no PNG or SVG image. */
export function imageOf(icon: string): IconImage | undefined {
  const [, type, base64 = ''] =
    /^data:(image\/(?:png|svg\+xml));base64,([A-Za-z0-9+/]+={0,2})$/.exec(icon) ?? []
  if (type === undefined) return undefined
  try {
    return { type: type as IconImage['type'], bytes: atob(base64) }
  } catch {
    return undefined
  }
}

const PNG = '\x89PNG\r\n\x1a\n'

/** What an SVG image may not have, because it could run, or load something from elsewhere. */
const UNSAFE = [
  [
    /<\s*(?:[\w-]+:)?(?:script|foreignobject|iframe|object|embed|audio|video|use|image|animate|set|a)[\s/>]/i,
    'elements that run or load something',
  ],
  [/[\s"'/]on[a-z]+\s*=/i, 'event handlers'],
  [/(?:href|src)\s*=/i, 'links'],
  [/<!(?:doctype|entity)/i, 'a document type'],
  [/<\?xml-stylesheet/i, 'a style sheet from elsewhere'],
  [/@import|url\s*\(\s*["']?[^#"')\s]/i, 'styles from elsewhere'],
] as const

/** Returns why an icon can’t be used, as a sentence; undefined if it can. */
export function iconProblem(icon: string): string | undefined {
  if (!isImage(icon))
    return /^[\w-]{1,100}$/.test(icon) ? undefined : 'Enter the name of an icon, or an image.'
  const image = imageOf(icon)
  if (!image) return 'Use a PNG or SVG image, as a data URI with base64.'
  const { type, bytes } = image
  if (type === 'image/png')
    return bytes.startsWith(PNG) ? undefined : 'This is not a PNG image. Choose another file.'
  if (!/<svg[\s>]/i.test(bytes)) return 'This is not an SVG image. Choose another file.'
  const [, found] = UNSAFE.find(([pattern]) => pattern.test(bytes)) ?? []
  return found && `The SVG image has ${found}. Export it as a plain SVG, or use a PNG.`
}
